package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;

import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanarSamplerTest {

  /** The checksums are of what OpenCV 4.6 makes of the same noise: {@code resize(..., INTER_LINEAR)}. */
  @ParameterizedTest
  @CsvSource({
    "640, 360, 256, 144, d90808de",
    "1280, 720, 256, 144, 903891ab",
    "1080, 1920, 144, 256, 2a84e1f8",
    "854, 480, 256, 144, 5243bccb",
    "322, 242, 256, 192, c1db230e",
    "512, 288, 256, 144, a02ce3fc",
  })
  void shrinksAsOpenCvDoes(int width, int height, int toWidth, int toHeight, String checksum) {
    // Given grey noise, which full range leaves as it is
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUVJ420P, width, height);
    NativeFrames.fill(frame, 0, width, height, width * 31 + height, NativeFrames::noise);
    fillGrey(frame, width, height);
    byte[] bgr = new byte[3 * toWidth * toHeight];

    // When
    new PlanarSampler(frame, toWidth, toHeight).sample(frame, bgr);
    av_frame_free(frame);

    // Then
    assertThat(checksum(bgr, 0)).isEqualTo(checksum).isEqualTo(checksum(bgr, 2));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void convertsColoursAsSwscaleDoes(boolean fullRange) {
    // Given noise in all planes
    int format = fullRange ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
    AVFrame frame = NativeFrames.allocate(format, 128, 96);
    NativeFrames.fill(frame, 0, 128, 96, 1, NativeFrames::noise);
    NativeFrames.fill(frame, 1, 64, 48, 2, NativeFrames::noise);
    NativeFrames.fill(frame, 2, 64, 48, 3, NativeFrames::noise);
    byte[] sampled = new byte[3 * 128 * 96];
    byte[] converted = new byte[sampled.length];

    // When it is not shrunk at all
    new PlanarSampler(frame, 128, 96).sample(frame, sampled);
    try (PictureScaler swscale = new PictureScaler(
        128, 96, AV_PIX_FMT_BGR24, 3, SWS_BICUBIC, PictureScaler.Colours.AS_OPENCV)) {
      swscale.scale(frame, converted);
    }
    av_frame_free(frame);

    // Then, but for the last bits of other processors' arithmetic
    for (int i = 0; i < sampled.length; i++) {
      assertThat(sampled[i] & 0xff).isBetween((converted[i] & 0xff) - 2, (converted[i] & 0xff) + 2);
    }
  }

  @Test
  void leavesOtherFormatsToSwscale() {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV444P, 64, 48);
    boolean supports = PlanarSampler.supports(frame);
    av_frame_free(frame);
    assertThat(supports).isFalse();
  }

  private static void fillGrey(AVFrame frame, int width, int height) {
    for (int plane = 1; plane <= 2; plane++) {
      NativeFrames.fill(frame, plane, (width + 1) / 2, (height + 1) / 2, 128 << 16, grey -> grey);
    }
  }

  private static String checksum(byte[] bgr, int channel) {
    CRC32 checksum = new CRC32();
    for (int i = channel; i < bgr.length; i += 3) {
      checksum.update(bgr[i]);
    }
    return String.format("%08x", checksum.getValue());
  }
}
