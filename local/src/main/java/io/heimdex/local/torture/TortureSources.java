package io.heimdex.local.torture;

import io.heimdex.local.media.StreamCopy;
import io.heimdex.operators.media.synthetic.SyntheticCodec;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The good files that broken ones are made of. Short, for thousands are decoded. */
final class TortureSources {
  private static final Duration LONGEST = Duration.ofSeconds(4);
  private static final long MOST_BYTES = 512 << 10;

  private TortureSources() {}

  /** The beginnings of videos; of what is no video, or can't be cut, the first bytes. @param folder for temporary files */
  static List<TortureSource> of(List<Path> videos, Path folder) throws IOException {
    List<TortureSource> sources = new ArrayList<>();
    for (Path video : videos) {
      if (Files.size(video) > 0) {
        sources.add(
            Files.size(video) <= MOST_BYTES ? TortureSource.read(video) : beginning(video, folder));
      }
    }
    return sources;
  }

  private static TortureSource beginning(Path video, Path folder) throws IOException {
    Path cut = folder.resolve(video.getFileName().toString());
    try {
      StreamCopy.beginning(video, cut, LONGEST, MOST_BYTES);
      return TortureSource.read(cut);
    } catch (IOException | IllegalArgumentException e) {
      try (var bytes = Files.newInputStream(video)) {
        return new TortureSource(
            video.getFileName().toString(), bytes.readNBytes(Math.toIntExact(MOST_BYTES)));
      }
    } finally {
      Files.deleteIfExists(cut);
    }
  }

  /** Videos of many containers and codecs, made by this project. */
  static List<Path> synthetic(Path folder) throws IOException {
    return List.of(
        write(folder.resolve("plain.mp4"), video(1).sound(true)),
        write(folder.resolve("fragmented.mp4"), video(2).fragmented(true).sound(true)),
        write(
            folder.resolve("b-frames.mp4"),
            video(3).codec(SyntheticCodec.MPEG4).bFrames(2).rotation(90)),
        write(
            folder.resolve("pictures.mov"),
            video(4).codec(SyntheticCodec.MJPEG).variableFrameRate(true)),
        write(folder.resolve("plain.mkv"), video(5).sound(true)),
        write(folder.resolve("vp8.webm"), video(6).codec(SyntheticCodec.VP8).sound(true)),
        write(folder.resolve("vp9.webm"), video(7).codec(SyntheticCodec.VP9).size(161, 121)),
        write(
            folder.resolve("open.ts"),
            video(8).codec(SyntheticCodec.MPEG2).bFrames(2).sound(true)),
        write(folder.resolve("plain.avi"), video(9).codec(SyntheticCodec.MPEG4)));
  }

  private static Path write(Path file, SyntheticVideo.Builder video) throws IOException {
    video.write(file);
    return file;
  }

  private static SyntheticVideo.Builder video(long seed) {
    return SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(25)
        .groupOfPictures(12)
        .shot(25, seed)
        .shot(25, seed + 100);
  }
}
