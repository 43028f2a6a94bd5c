package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3LocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3://models/siglip, siglip/, siglip,",
    "s3://models/a/siglip//, a/siglip/, siglip,",
    "s3://models, '', models,",
    "s3://models/siglip/onnx/vision_model_int8.onnx, siglip/, siglip, onnx/vision_model_int8.onnx",
    "s3://models/siglip/model.onnx, siglip/, siglip, model.onnx",
    "s3://models/onnx/model.onnx, '', models, onnx/model.onnx",
    "s3://models/model.onnx, '', models, model.onnx",
  })
  void namesADirectoryOrAnOnnxFileInOne(String setting, String prefix, String name, String file) {
    S3Location location = S3Location.of(setting);

    assertThat(location.bucket()).isEqualTo("models");
    assertThat(location.prefix()).isEqualTo(prefix);
    assertThat(location.name()).isEqualTo(name);
    assertThat(location.file()).isEqualTo(file);
  }

  @Test
  void asksForABucket() {
    assertThatThrownBy(() -> S3Location.of("s3:///siglip"))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("'s3:///siglip' names no bucket");
  }

  @Test
  void isNotFetchedWhereNobodyKnowsS3() {
    assertThatThrownBy(() -> new ModelSource("s3://models/siglip").path())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("s3://models/siglip")
        .hasMessageContaining("expected a path");
  }
}
