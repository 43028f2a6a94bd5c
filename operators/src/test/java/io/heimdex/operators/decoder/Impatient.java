package io.heimdex.operators.decoder;

import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Settings whose limits are reached in a test. */
final class Impatient {
  private long memory = DecoderSettings.DEFAULT.memoryBytes();
  private Duration cpu = DecoderSettings.DEFAULT.cpuPatience();
  private Duration wall = DecoderSettings.DEFAULT.wallPatience();
  private long output = DecoderSettings.DEFAULT.maxOutputBytes();
  private Duration idle = DecoderSettings.DEFAULT.idleEnd();

  private Impatient() {}

  static Impatient settings() {
    return new Impatient();
  }

  Impatient memory(long bytes) {
    memory = bytes;
    return this;
  }

  Impatient cpu(Duration patience) {
    cpu = patience;
    return this;
  }

  Impatient wall(Duration patience) {
    wall = patience;
    return this;
  }

  Impatient output(long bytes) {
    output = bytes;
    return this;
  }

  Impatient idleEnd(Duration time) {
    idle = time;
    return this;
  }

  DecoderSettings build() {
    return new DecoderSettings(memory, cpu, wall, output, idle, MediaSettings.DEFAULT);
  }

  /** More batches than the pipe holds: the process is still at work when the first arrives. */
  static Path longVideo(Path folder) throws IOException {
    Path file = folder.resolve("long.mp4");
    SyntheticVideo.builder()
        .size(160, 120)
        .framesPerSecond(2)
        .codec(SyntheticCodec.MPEG4)
        .shot(2500, 1)
        .write(file);
    return file;
  }
}
