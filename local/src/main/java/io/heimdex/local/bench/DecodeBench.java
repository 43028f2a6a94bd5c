package io.heimdex.local.bench;

import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.PlainDecoding;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * What decoding costs through Java, against the program ffmpeg of the same build with one thread. Linux only: the CPU time of a
 * program that has ended is known to a hundredth of a second.
 */
public final class DecodeBench {
  static final String NAME = "decode";

  private final int runs;
  private final String program;

  public DecodeBench(int runs) {
    this.runs = runs;
    this.program = Loader.load(ffmpeg.class);
  }

  /** Blocks until one video is measured; {@code decode_cpu_s} is that of the program. */
  public CostReport measure(Path video, SceneBench.Listener listener) throws Exception {
    String url = video.toString();
    VideoInfo info = MediaProbe.probe(url);
    long frames = PlainDecoding.frames(url, info, MediaSettings.DEFAULT);
    listener.measured(0);
    Costs here = new Costs();
    Costs there = new Costs();
    for (int run = 1; run <= runs; run++) {
      there.add(Costs.measure(ProcessCpu::secondsOfEndedChildren, () -> run(url, info)));
      here.add(Costs.ofThread(() -> PlainDecoding.frames(url, info, MediaSettings.DEFAULT)));
      listener.measured(run);
    }
    CostReport.Subject subject = new CostReport.Subject(
        url,
        ScanTier.FULL.name().toLowerCase(Locale.ROOT),
        null,
        Math.max(0, info.durationMicros()) / 1e6,
        frames);
    return CostReport.of(NAME, subject, runs, there, here, null);
  }

  private void run(String url, VideoInfo info) throws IOException, InterruptedException {
    List<String> command = List.of(
        program,
        "-v",
        "error",
        "-nostdin",
        "-threads",
        "1",
        "-filter_threads",
        "1",
        "-i",
        "file:" + url,
        "-map",
        "0:" + info.streamIndex(),
        "-fps_mode",
        "passthrough",
        "-f",
        "null",
        "-");
    Process process = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("The program ffmpeg ended with " + status + " on " + url
            + "; expected 0: " + String.join(" ", command));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
