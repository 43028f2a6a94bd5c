package io.heimdex.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class JobArtifactsIT {
  @Test
  void keepNativesTheJdbcDriverAndFlinkItselfOutOfTheJobsJar() throws Exception {
    try (JarFile jar = new JarFile(JobArtifacts.fromSystemProperties().jar().toFile())) {
      List<String> entries = jar.stream().map(ZipEntry::getName).toList();

      assertThat(entries)
          .contains(
              "io/heimdex/jobs/SceneIndexJob.class",
              "org/apache/flink/connector/kafka/source/KafkaSource.class",
              "software/amazon/awssdk/services/s3/S3Client.class")
          .noneMatch(entry -> entry.endsWith(".so"))
          .noneMatch(entry -> entry.startsWith("org/bytedeco/"))
          .noneMatch(entry -> entry.startsWith("ai/"))
          .noneMatch(entry -> entry.startsWith("com/google/gson/"))
          .noneMatch(entry -> entry.startsWith("org/postgresql/"))
          .noneMatch(entry -> entry.startsWith("org/slf4j/"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/datastream/"));
    }
  }

  @Test
  void holdForLibWhatTheJobsJarLacks() throws Exception {
    assertThat(JobArtifacts.fromSystemProperties().libJars())
        .extracting(jar -> jar.substring(jar.lastIndexOf('/') + 1).replaceAll("-\\d.*", ""))
        .contains("ffmpeg", "javacpp", "onnxruntime", "tokenizers", "api", "gson", "postgresql");
  }
}
