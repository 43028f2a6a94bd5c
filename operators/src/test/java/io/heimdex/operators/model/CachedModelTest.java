package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedModelTest {
  @TempDir
  private Path folder;

  @Test
  void noKeyLeadsOutOfTheModelsDirectory() throws IOException {
    CachedModel model = new CachedModel(folder, "key", "name");

    assertThat(model.unfinished("onnx/model.onnx"))
        .isEqualTo(folder.resolve("key.part/name/onnx/model.onnx"));
    for (String path :
        new String[] {"../files.sha256", "onnx/../../../../etc/passwd", "/etc/passwd"}) {
      assertThatThrownBy(() -> model.unfinished(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'" + path + "'");
    }
  }
}
