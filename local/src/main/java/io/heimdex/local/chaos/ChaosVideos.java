package io.heimdex.local.chaos;

import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Videos for a run that was given none: of different lengths, several segments each, the same at every call. */
final class ChaosVideos {
  private static final int FRAMES_PER_SECOND = 25;
  private static final int MIN_SHOTS = 4;
  private static final int LENGTHS = 4;

  private ChaosVideos() {}

  static List<Path> write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Path file = folder.resolve("chaos-" + number + ".mp4");
      video(number).write(file);
      files.add(file);
    }
    return files;
  }

  private static SyntheticVideo video(int number) {
    SyntheticVideo.Builder video = SyntheticVideo.builder()
        .size(960, 540)
        .framesPerSecond(FRAMES_PER_SECOND)
        .codec(SyntheticCodec.MPEG4)
        .bFrames(2)
        .groupOfPictures(2 * FRAMES_PER_SECOND);
    for (int shot = 0; shot < MIN_SHOTS + number % LENGTHS; shot++) {
      video.shot((3 + (number + shot) % 3) * FRAMES_PER_SECOND, 1000L * number + shot);
    }
    return video.build();
  }
}
