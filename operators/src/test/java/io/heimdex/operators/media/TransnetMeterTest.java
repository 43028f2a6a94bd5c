package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.schema.VideoInfo;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransnetMeterTest {
  private static final ScanSettings SETTINGS = ScanSettings.DEFAULT.with(FeatureKind.TRANSNET);

  @TempDir
  Path folder;

  @Test
  void givesRedGreenAndBlueOfASmallPictureAndTheChangeFromTheOneBefore() {
    // Given
    AVFrame orange = flat(200, 100, 0);
    AVFrame blue = flat(0, 100, 250);
    byte[] features = new byte[2 * TransnetFeatures.BYTES];

    // When
    try (FeatureMeter meter = new TransnetMeter()) {
      float first = meter.measure(orange, features, 0);
      float second = meter.measure(blue, features, TransnetFeatures.BYTES);

      // Then
      assertThat(first).isZero();
      assertThat(second).isEqualTo(150);
      assertThat(features[TransnetFeatures.BYTES - 3] & 0xff).isEqualTo(200);
      assertThat(features[TransnetFeatures.BYTES - 2] & 0xff).isEqualTo(100);
      assertThat(features[TransnetFeatures.BYTES - 1] & 0xff).isZero();
      assertThat(features[TransnetFeatures.BYTES + 2] & 0xff).isEqualTo(250);
    } finally {
      av_frame_free(orange);
      av_frame_free(blue);
    }
  }

  @Test
  void isTheSameHoweverAVideoIsCutAndABatchStaysBelowAMegabyte() throws Exception {
    // Given
    Path file = folder.resolve("video.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .groupOfPictures(12)
        .bFrames(2)
        .shot(70, 1)
        .dissolveTo(80, 2, 10)
        .write(file);
    String url = file.toString();
    VideoInfo info = MediaProbe.probe(url);
    List<FrameBatch> whole = scan(url, info, Long.MIN_VALUE, Long.MAX_VALUE);

    // When
    List<FrameBatch> parts = scan(url, info, Long.MIN_VALUE, 1_960_000);
    parts.addAll(scan(url, info, 1_960_000, 4_000_000));
    parts.addAll(scan(url, info, 4_000_000, Long.MAX_VALUE));

    // Then
    assertThat(features(whole)).hasSize(150 * TransnetFeatures.BYTES).isEqualTo(features(parts));
    assertThat(whole).allMatch(batch -> batch.features().length < 500_000);
  }

  private static List<FrameBatch> scan(String url, VideoInfo info, long from, long to)
      throws Exception {
    List<FrameBatch> batches = new ArrayList<>();
    new FfmpegFrameScanner(SETTINGS).scan(url, info, from, to, batches::add);
    return batches;
  }

  private static byte[] features(List<FrameBatch> batches) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    batches.forEach(batch -> all.writeBytes(batch.features()));
    return all.toByteArray();
  }

  private static AVFrame flat(int red, int green, int blue) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_RGB24, 96, 54);
    byte[] row = new byte[3 * 96];
    for (int x = 0; x < row.length; x += 3) {
      row[x] = (byte) red;
      row[x + 1] = (byte) green;
      row[x + 2] = (byte) blue;
    }
    for (int y = 0; y < 54; y++) {
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }
    frame.data(0).position(0);
    return frame;
  }
}
