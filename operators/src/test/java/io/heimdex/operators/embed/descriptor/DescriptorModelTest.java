package io.heimdex.operators.embed.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorModelTest {

  @Test
  void theBuildWroteTheModelThatTheCodeDescribes() throws IOException {
    try (InputStream built = DescriptorModel.class.getResourceAsStream(DescriptorModel.RESOURCE)) {
      assertThat(built).isNotNull();
      assertThat(built.readAllBytes()).isEqualTo(DescriptorModel.build());
    }
  }

  @Test
  void theModelIsWrittenIntoDirectoriesThatAreMissing(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("models/descriptor.onnx");

    DescriptorModel.main(new String[] {file.toString()});

    assertThat(Files.readAllBytes(file)).isEqualTo(DescriptorModel.build());
  }
}
