package io.heimdex.operators.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeFunctionTest {

  @TempDir
  private Path folder;

  @Test
  void looksAtObjectsInTheOperatorOfFlink() throws Exception {
    Path object = folder.resolve(Videos.KEY);
    Files.createDirectories(object.getParent());
    Files.write(object, "video".getBytes(UTF_8));

    try (var harness = harness(function(folder.toString()))) {
      harness.open();
      for (int i = 0; i < 20; i++) {
        harness.processElement(new StreamRecord<>(Videos.video("tag")));
      }
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .hasSize(20)
          .allSatisfy(probed -> assertThat(probed.info().sizeBytes()).isEqualTo(5));
    }
  }

  @Test
  void closesWhileAnObjectIsWaitedFor() throws Exception {
    try (var harness = harness(function(folder.toString()))) {
      harness.open();
      harness.processElement(new StreamRecord<>(Videos.video("tag")));
    }

    await()
        .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
            .extracting(Thread::getName)
            .noneMatch(name -> name.startsWith("probe-")));
  }

  private static ProbeFunction function(String folder) throws Exception {
    ObjectStoreFactory stores = () -> new FolderStore(Path.of(folder));
    VideoProber prober = url -> ProbeLimitsTest.info("avi", 640, 480, 1000);
    ProbeSettings settings = new ProbeSettings(
        ProbeLimits.DEFAULTS,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        2);
    return InstantiationUtil.clone(new ProbeFunction(stores, prober, settings));
  }

  private static OneInputStreamOperatorTestHarness<VideoRef, ProbedVideo> harness(
      ProbeFunction function) throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(
            function, TimeUnit.MINUTES.toMillis(1), 4, OutputMode.UNORDERED),
        TypeInformation.of(VideoRef.class).createSerializer(config));
  }
}
