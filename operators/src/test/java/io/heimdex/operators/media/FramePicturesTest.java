package io.heimdex.operators.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT2020_10;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP12LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.image.YuvImage;
import io.heimdex.schema.VideoInfo;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramePicturesTest {
  private static final int SIDE = 16;
  private static final VideoInfo INFO = new VideoInfo(
      "mov", "h264", "video/mp4", 0, SIDE, SIDE, 0, 1, 25, 0, -1, 1000, false, true, false);

  private final FramePictures pictures = new FramePictures(INFO);

  @AfterEach
  void close() {
    pictures.close();
  }

  @Test
  void showsReferenceWhiteOfPqAlmostWhite() {
    // Given 203 cd/m², of which BT.2390's curve leaves 160, as it keeps room for what is brighter
    int[] shown = pixel(highRange(AVCOL_TRC_SMPTE2084, LightCurves.pqCode(203)));

    // Then sRGB's value of 160 / 203
    assertGrey(shown, 229);
  }

  @Test
  void showsThePeakOfPqWhiteAndAllAboveIt() {
    assertGrey(pixel(highRange(AVCOL_TRC_SMPTE2084, LightCurves.pqCode(1000))), 255);
    assertGrey(pixel(highRange(AVCOL_TRC_SMPTE2084, 1)), 255);
    assertGrey(pixel(highRange(AVCOL_TRC_SMPTE2084, 0)), 0);
  }

  @Test
  void leavesTheDarkerHalfOfPqAsItIs() {
    // 50 cd/m² on a display whose white has 203: 0.2463 in linear light
    assertThat(pixel(highRange(AVCOL_TRC_SMPTE2084, LightCurves.pqCode(50)))[0])
        .isCloseTo(136, within(1));
  }

  @Test
  void showsReferenceWhiteOfHlgAsThatOfPq() {
    // 75 % of HLG's signal are 203 cd/m² on a display of 1,000 (BT.2408)
    assertThat(pixel(highRange(AVCOL_TRC_ARIB_STD_B67, 0.75))[0]).isCloseTo(229, within(2));
    assertGrey(pixel(highRange(AVCOL_TRC_ARIB_STD_B67, 1)), 255);
    assertGrey(pixel(highRange(AVCOL_TRC_ARIB_STD_B67, 0)), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {AVCOL_TRC_SMPTE2084, AVCOL_TRC_ARIB_STD_B67})
  void keepsGreyGreyAndInOrder(int transfer) {
    int before = -1;
    for (int step = 0; step <= 20; step++) {
      int[] shown = pixel(highRange(transfer, step / 20.0));
      assertGrey(shown, shown[0]);
      assertThat(shown[0]).isGreaterThanOrEqualTo(before - 1);
      before = shown[0];
    }
  }

  @Test
  void keepsRedRed() {
    // Given BT.709's red at 60 cd/m², in BT.2020's primaries
    int[] shown = pixel(rgb(
        AVCOL_TRC_SMPTE2084,
        LightCurves.pqCode(60 * 0.6274),
        LightCurves.pqCode(60 * 0.0691),
        LightCurves.pqCode(60 * 0.0164)));

    // Then 60 / 203 in sRGB
    assertThat(shown[0]).isCloseTo(148, within(2));
    assertThat(shown[1]).isLessThan(12);
    assertThat(shown[2]).isLessThan(12);
  }

  @Test
  void keepsTheHueOfWhatIsTooBright() {
    // Given a bright orange, and one of the same hue that a plain display can show
    int[] bright = pixel(rgb(
        AVCOL_TRC_SMPTE2084,
        LightCurves.pqCode(3000),
        LightCurves.pqCode(1500),
        LightCurves.pqCode(600)));

    // Then it isn't white
    assertThat(bright[0]).isCloseTo(255, within(2));
    assertThat(bright[1]).isBetween(150, 200);
    assertThat(bright[2]).isBetween(80, 140);
  }

  @Test
  void bringsPlainVideoOfBt2020ToBt709() {
    // Given grey, and BT.709's red in BT.2020's primaries
    int[] grey = pixel(rgb(AVCOL_TRC_BT2020_10, 0.5, 0.5, 0.5));
    int[] red = pixel(rgb(
        AVCOL_TRC_BT2020_10,
        Math.pow(0.6274, 1 / 2.4),
        Math.pow(0.0691, 1 / 2.4),
        Math.pow(0.0164, 1 / 2.4)));

    // Then grey keeps its value
    assertGrey(grey, 128);
    assertThat(red[0]).isCloseTo(255, within(2));
    assertThat(red[1]).isLessThan(12);
    assertThat(red[2]).isLessThan(12);
  }

  @Test
  void bringsPlainVideoOfBt2020AtItsOwnSizeToBt709() {
    // Given the same red in 10 bits, 4:2:0 and limited range
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV420P10LE, SIDE, SIDE);
    frame
        .color_trc(AVCOL_TRC_BT2020_10)
        .color_primaries(AVCOL_PRI_BT2020)
        .colorspace(AVCOL_SPC_BT2020_NCL);
    double red = Math.pow(0.6274, 1 / 2.4);
    double green = Math.pow(0.0691, 1 / 2.4);
    double blue = Math.pow(0.0164, 1 / 2.4);
    double luma = 0.2627 * red + 0.6780 * green + 0.0593 * blue;
    fill(frame, 0, (int) Math.round(64 + 876 * luma), 2);
    fill(frame, 1, (int) Math.round(512 + 896 * (blue - luma) / 1.8814), 2);
    fill(frame, 2, (int) Math.round(512 + 896 * (red - luma) / 1.4746), 2);

    // When
    int[] shown = pixel(frame);

    // Then
    assertThat(shown[0]).isCloseTo(255, within(3));
    assertThat(shown[1]).isLessThan(20);
    assertThat(shown[2]).isLessThan(20);
  }

  @Test
  void looksAtOneFieldOfAnInterlacedFrame() {
    // Given rows that are black and white in turn
    AVFrame frame = grey(y -> y % 2 == 0 ? 0 : 255);
    frame.flags(frame.flags() | AVFrame.AV_FRAME_FLAG_INTERLACED);

    // When
    RgbImage picture = rgb(pictures.of(frame));
    av_frame_free(frame);

    // Then it has its full height, and no comb
    assertThat(picture.height()).isEqualTo(SIDE);
    assertThat(picture.rgb()).containsOnly((byte) 0);
  }

  @Test
  void looksAtAllRowsOfOtherFrames() {
    AVFrame frame = grey(y -> y % 2 == 0 ? 0 : 255);
    RgbImage picture = rgb(pictures.of(frame));
    av_frame_free(frame);
    assertThat(picture.rgb()[0] & 0xff).isLessThan(10);
    assertThat(picture.rgb()[3 * SIDE] & 0xff).isGreaterThan(245);
  }

  @Test
  void laysWhatIsTransparentOnBlack() {
    // Given red, of which nothing, half and all can be seen
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_RGBA, SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      byte[] row = new byte[4 * SIDE];
      for (int x = 0; x < SIDE; x++) {
        row[4 * x] = (byte) 255;
        row[4 * x + 3] = (byte) (y < 5 ? 0 : y < 10 ? 128 : 255);
      }
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }

    // When
    byte[] rgb = rgb(pictures.of(frame)).rgb();
    av_frame_free(frame);

    // Then
    assertThat(rgb[3 * SIDE] & 0xff).isLessThan(5);
    assertThat(rgb[3 * SIDE * 7] & 0xff).isCloseTo(128, within(4));
    assertThat(rgb[3 * SIDE * 14] & 0xff).isCloseTo(255, within(4));
    assertThat(rgb[3 * SIDE * 14 + 1] & 0xff).isLessThan(5);
  }

  @Test
  void looksColoursUpInPalettes() {
    // Given a palette whose entry 7 is opaque green
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_PAL8, SIDE, SIDE);
    fill(frame, 0, 7, 1);
    frame.data(1).position(4 * 7).put(new byte[] {0, (byte) 200, 0, (byte) 255}, 0, 4);

    int[] shown = pixel(frame);
    assertThat(shown[0]).isLessThan(3);
    assertThat(shown[1]).isCloseTo(200, within(2));
    assertThat(shown[2]).isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource({"BT709, 63, 102, 240", "BT2020_NCL, 74, 97, 240", "SMPTE170M, 81, 90, 240"})
  void understandsTheMatrixOfTheFrame(String matrix, int y, int u, int v) {
    // Given red in limited range
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV420P, SIDE, SIDE);
    frame.colorspace(
        switch (matrix) {
          case "BT709" -> AVCOL_SPC_BT709;
          case "BT2020_NCL" -> AVCOL_SPC_BT2020_NCL;
          default -> AVCOL_SPC_SMPTE170M;
        });
    fill(frame, 0, y, 1);
    fill(frame, 1, u, 1);
    fill(frame, 2, v, 1);

    // When
    int[] shown = pixel(frame);

    // Then
    assertThat(shown[0]).isCloseTo(255, within(4));
    assertThat(shown[1]).isLessThan(5);
    assertThat(shown[2]).isLessThan(5);
  }

  @Test
  void squaresThePixelsOfAFrameOfAnotherSize() {
    // Given a broadcast that changes from square pixels to pixels of 2:1
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_GRAY8, 32, 20);
    frame.sample_aspect_ratio().num(2).den(1);

    // When
    RgbImage picture = rgb(pictures.of(frame));
    av_frame_free(frame);

    // Then
    assertThat(picture.width()).isEqualTo(32);
    assertThat(picture.height()).isEqualTo(10);
  }

  /** Grey of limited range in 10 bits. */
  private static AVFrame highRange(int transfer, double code) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_YUV420P10LE, SIDE, SIDE);
    frame.color_trc(transfer).color_primaries(AVCOL_PRI_BT2020);
    fill(frame, 0, (int) Math.round(64 + 876 * code), 2);
    fill(frame, 1, 512, 2);
    fill(frame, 2, 512, 2);
    return frame;
  }

  private static AVFrame rgb(int transfer, double red, double green, double blue) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_GBRP12LE, SIDE, SIDE);
    frame.color_trc(transfer).color_primaries(AVCOL_PRI_BT2020).color_range(AVCOL_RANGE_JPEG);
    fill(frame, 0, (int) Math.round(4095 * green), 2);
    fill(frame, 1, (int) Math.round(4095 * blue), 2);
    fill(frame, 2, (int) Math.round(4095 * red), 2);
    return frame;
  }

  private static void fill(AVFrame frame, int plane, int value, int bytes) {
    byte[] row = new byte[frame.linesize(plane)];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (i % bytes == 0 ? value : value >> 8);
    }
    int rows = plane == 0 || frame.format() == AV_PIX_FMT_GBRP12LE ? SIDE : SIDE / 2;
    for (int y = 0; y < rows; y++) {
      frame.data(plane).position((long) y * row.length).put(row);
    }
  }

  private static AVFrame grey(IntUnaryOperator rowValue) {
    AVFrame frame = NativeFrames.allocate(AV_PIX_FMT_GRAY8, SIDE, SIDE);
    frame.color_range(AVCOL_RANGE_JPEG);
    byte[] row = new byte[SIDE];
    for (int y = 0; y < SIDE; y++) {
      Arrays.fill(row, (byte) rowValue.applyAsInt(y));
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }
    return frame;
  }

  /** As JPEG shows it: a step or two apart from what was meant. */
  private static RgbImage rgb(YuvImage image) {
    try {
      return ImageCodec.decode(ImageCodec.encodeJpeg(image, 100));
    } catch (ImageFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertGrey(int[] colours, int expected) {
    for (int colour : colours) {
      assertThat(colour).isCloseTo(expected, within(2));
    }
  }

  /** The colours in the middle of the picture of a frame, which is freed. */
  private int[] pixel(AVFrame frame) {
    byte[] rgb = rgb(pictures.of(frame)).rgb();
    av_frame_free(frame);
    int at = 3 * (SIDE * SIDE / 2 + SIDE / 2);
    return new int[] {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
  }
}
