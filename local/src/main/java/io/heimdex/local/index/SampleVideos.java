package io.heimdex.local.index;

import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo's videos: made by this project, the same at every call. */
public final class SampleVideos {
  private static final int FRAMES_PER_SECOND = 25;

  private SampleVideos() {}

  /** Writes the sample of several shots with sound, and a rotated clip. */
  public static List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path sample = folder.resolve("sample.mp4");
    Path rotated = folder.resolve("sample-rotated.mp4");
    writeSample(sample);
    rotated().write(rotated);
    return List.of(sample, rotated);
  }

  /** Writes the sample of several shots with sound. @return the frames at which its shots begin, but for the first */
  public static List<Long> writeSample(Path file) throws IOException {
    SyntheticVideo video = SyntheticVideo.builder()
        .size(640, 360)
        .framesPerSecond(FRAMES_PER_SECOND)
        .shot(75, 1)
        .shot(50, 2)
        .shot(100, 3)
        .shot(60, 4)
        .shot(90, 5)
        .sound(true)
        .build();
    video.write(file);
    return video.cutFrames();
  }

  private static SyntheticVideo rotated() {
    return SyntheticVideo.builder()
        .size(640, 360)
        .framesPerSecond(FRAMES_PER_SECOND)
        .shot(50, 6)
        .shot(75, 7)
        .rotation(90)
        .build();
  }
}
