package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8A;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NV12;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_P010LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_UYVY422;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV410P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P12LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P16LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVA420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUYV422;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureMeterTest {

  static IntStream formats() {
    return IntStream.of(
        AV_PIX_FMT_YUV420P,
        AV_PIX_FMT_YUV422P,
        AV_PIX_FMT_YUV444P,
        AV_PIX_FMT_YUV410P,
        AV_PIX_FMT_YUV411P,
        AV_PIX_FMT_YUV440P,
        AV_PIX_FMT_YUVA420P,
        AV_PIX_FMT_NV12,
        AV_PIX_FMT_P010LE,
        AV_PIX_FMT_YUYV422,
        AV_PIX_FMT_UYVY422,
        AV_PIX_FMT_YUV420P10LE,
        AV_PIX_FMT_YUV422P12LE,
        AV_PIX_FMT_YUV444P16LE);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void tellsTheSameOfAPictureInAnyFormat(int format) {
    // Given a picture whose luma falls from left to right and whose chroma rises from the top down
    AVFrame plain = slopes(640, 480);
    AVFrame other = converted(plain, format);

    // When
    byte[] signature = signature(plain);
    byte[] otherSignature = signature(other);
    av_frame_free(plain);
    av_frame_free(other);

    // Then
    for (int i = 0; i < Signature.BYTES; i++) {
      assertThat(otherSignature[i] & 0xff)
          .as("cell %d", i)
          .isBetween((signature[i] & 0xff) - 2, (signature[i] & 0xff) + 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"640, 480", "1920, 1080", "161, 121", "1080, 1920", "400, 16", "7680, 4320"})
  void measuresTheMeanOfEachCellWhateverTheSize(int width, int height) {
    AVFrame frame = slopes(width, height);
    byte[] signature = signature(frame);
    av_frame_free(frame);
    for (int row = 0; row < Signature.LUMA_ROWS; row++) {
      for (int column = 0; column < Signature.LUMA_COLUMNS; column++) {
        double expected = 220 - 200 * (column + 0.5) / Signature.LUMA_COLUMNS;
        assertThat((double) (signature[row * Signature.LUMA_COLUMNS + column] & 0xff))
            .isBetween(expected - 4, expected + 4);
      }
    }
    for (int row = 0; row < Signature.CHROMA_ROWS; row++) {
      double expected = 60 + 140 * (row + 0.5) / Signature.CHROMA_ROWS;
      int cell = row * Signature.CHROMA_COLUMNS + 3;
      assertThat((double) (signature[Signature.U + cell] & 0xff))
          .isBetween(expected - 12, expected + 12);
      assertThat((double) (signature[Signature.V + cell] & 0xff))
          .isBetween(256 - expected - 12, 256 - expected + 12);
    }
  }

  @ParameterizedTest
  @CsvSource({"RGBA", "BGR24", "PAL8"})
  void takesADetourForColoursThatAreNoLumaAndChroma(String name) {
    // Given red, of which a palette has none: there black
    int format = switch (name) {
      case "RGBA" -> AV_PIX_FMT_RGBA;
      case "BGR24" -> AV_PIX_FMT_BGR24;
      default -> AV_PIX_FMT_PAL8;
    };
    AVFrame frame = NativeFrames.allocate(format, 320, 240);
    int pixel = format == AV_PIX_FMT_RGBA ? 4 : format == AV_PIX_FMT_BGR24 ? 3 : 1;
    int red = format == AV_PIX_FMT_BGR24 ? 2 : 0;
    int[] place = {0};
    NativeFrames.fill(
        frame,
        0,
        320 * pixel,
        240,
        0,
        last -> pixel > 1 && place[0]++ % pixel == red ? 255 << 16 : 0);
    if (pixel == 1) {
      frame.data(1).capacity(1024).fill(0);
    }

    // When
    byte[] signature = signature(frame);
    av_frame_free(frame);

    // Then
    int luma = pixel == 1 ? 0 : 76;
    int v = pixel == 1 ? 128 : 255;
    assertThat(signature[100] & 0xff).isBetween(luma - 2, luma + 2);
    assertThat(signature[Signature.V + 30] & 0xff).isBetween(v - 2, v + 2);
  }

  @ParameterizedTest
  @CsvSource({"" + AV_PIX_FMT_GRAY8, "" + AV_PIX_FMT_GRAY8A})
  void seesNoColourInGrey(int format) {
    AVFrame plain = slopes(640, 480);
    AVFrame grey = converted(plain, format);
    byte[] signature = signature(grey);
    byte[] expected = signature(plain);
    av_frame_free(plain);
    av_frame_free(grey);
    assertThat(signature[0] & 0xff).isBetween((expected[0] & 0xff), 255);
    for (int i = Signature.U; i < Signature.BYTES; i++) {
      assertThat(signature[i] & 0xff).isEqualTo(Signature.NO_COLOUR);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 48", "6, 4", "2, 2"})
  void seesTheSmallestPictures(int width, int height) {
    AVFrame frame = slopes(width, height);
    byte[] signature = signature(frame);
    av_frame_free(frame);
    assertThat(signature[0] & 0xff).isGreaterThan(signature[Signature.LUMA_COLUMNS - 1] & 0xff);
  }

  @Test
  void tellsHowMuchAFrameDiffersFromTheOneBefore() {
    // Given
    AVFrame dark = flat(40);
    AVFrame bright = flat(100);
    byte[] features = new byte[3 * Signature.BYTES];

    // When
    float first;
    float same;
    float brighter;
    try (SignatureMeter meter = new SignatureMeter()) {
      first = meter.measure(dark, features, 0);
      same = meter.measure(dark, features, Signature.BYTES);
      brighter = meter.measure(bright, features, 2 * Signature.BYTES);
    }
    av_frame_free(dark);
    av_frame_free(bright);

    // Then luma is two thirds of the cells
    assertThat(first).isZero();
    assertThat(same).isZero();
    assertThat(brighter).isEqualTo(40);
    assertThat(features[2 * Signature.BYTES]).isEqualTo((byte) 100);
  }

  private static byte[] signature(AVFrame frame) {
    byte[] signature = new byte[Signature.BYTES];
    try (SignatureMeter meter = new SignatureMeter()) {
      meter.measure(frame, signature, 0);
    }
    return signature;
  }

  private static AVFrame flat(int luma) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV420P, 320, 240);
    NativeFrames.fill(frame, 0, 320, 240, luma << 16, value -> value);
    NativeFrames.fill(frame, 1, 160, 120, 128 << 16, value -> value);
    NativeFrames.fill(frame, 2, 160, 120, 128 << 16, value -> value);
    return frame;
  }

  private static AVFrame slopes(int width, int height) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV420P, width, height);
    int chromaWidth = (width + 1) / 2;
    int chromaHeight = (height + 1) / 2;
    int[] place = {0};
    NativeFrames.fill(frame, 0, width, height, 0, last -> {
      int x = place[0]++ % width;
      return (int) Math.round(220 - 200 * (x + 0.5) / width) << 16;
    });
    for (int plane = 1; plane <= 2; plane++) {
      int sign = plane == 1 ? 1 : -1;
      place[0] = 0;
      NativeFrames.fill(frame, plane, chromaWidth, chromaHeight, 0, last -> {
        int y = place[0]++ / chromaWidth;
        int value = (int) Math.round(60 + 140 * (y + 0.5) / chromaHeight);
        return (sign > 0 ? value : 256 - value) << 16;
      });
    }
    return frame;
  }

  /** By swscale. */
  private static AVFrame converted(AVFrame frame, int format) {
    AVFrame other = NativeFrames.allocate(format, frame.width(), frame.height());
    SwsContext context = sws_getContext(
        frame.width(),
        frame.height(),
        frame.format(),
        frame.width(),
        frame.height(),
        format,
        SWS_AREA,
        null,
        null,
        (DoublePointer) null);
    sws_scale(
        context, frame.data(), frame.linesize(), 0, frame.height(), other.data(), other.linesize());
    sws_freeContext(context);
    return other;
  }
}
