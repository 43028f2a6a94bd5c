package io.heimdex.operators.image;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes, encodes and scales still pictures with FFmpeg. The same input gives the same bytes on every machine and run.
 *
 * <p>Thread-safe: nothing is kept between calls, and all native memory is freed before a call returns.
 */
public final class ImageCodec {
  static {
    Ffmpeg.prepare();
  }

  /** Bounds what a hostile header can make us allocate. */
  private static final long MAX_PIXELS = 64L << 20;

  /** Added to the level of FFmpeg's messages: what matters comes as an exception. */
  private static final int QUIET = 32;

  private ImageCodec() {}

  /**
   * Decodes a JPEG or WebP picture at its full size.
   *
   * @throws ImageFormatException if the bytes are neither, or broken
   */
  public static RgbImage decode(byte[] jpegOrWebp) throws ImageFormatException {
    try (NativeFrame decoded = decodeNative(jpegOrWebp);
        NativeFrame rgb = decoded.convert(
            AV_PIX_FMT_RGB24, decoded.frame().width(), decoded.frame().height())) {
      return rgb.toRgb();
    }
  }

  /**
   * Decodes a JPEG or WebP picture and stretches it to the given size, cheaper than in two steps.
   *
   * @throws ImageFormatException if the bytes are neither, or broken
   */
  public static RgbImage decode(byte[] jpegOrWebp, int width, int height)
      throws ImageFormatException {
    try (NativeFrame decoded = decodeNative(jpegOrWebp);
        NativeFrame rgb = decoded.convert(AV_PIX_FMT_RGB24, width, height)) {
      return rgb.toRgb();
    }
  }

  /**
   * Encodes as JPEG (JFIF: full range BT.601, 4:2:0).
   *
   * @param quality 1 to 100, on the scale that libjpeg uses; neighbouring values may give the same picture
   */
  public static byte[] encodeJpeg(RgbImage image, int quality) {
    checkQuality(quality);
    try (NativeFrame rgb = NativeFrame.of(image);
        NativeFrame yuv = rgb.convert(AV_PIX_FMT_YUV420P, image.width(), image.height())) {
      return encodeJpeg(yuv, quality);
    }
  }

  /** The same of a picture that needs no conversion: at less than half the cost. */
  public static byte[] encodeJpeg(YuvImage image, int quality) {
    checkQuality(quality);
    try (NativeFrame yuv = NativeFrame.of(image)) {
      return encodeJpeg(yuv, quality);
    }
  }

  private static byte[] encodeJpeg(NativeFrame yuv, int quality) {
    return encode("mjpeg", yuv, context -> {
      int lambda = jpegQuantiser(quality) * FF_QP2LAMBDA;
      context
          .flags(context.flags() | AV_CODEC_FLAG_QSCALE)
          .global_quality(lambda)
          .qmin(1)
          .color_range(AVCOL_RANGE_JPEG)
          .colorspace(AVCOL_SPC_BT470BG);
      yuv.frame().quality(lambda);
    });
  }

  /**
   * Encodes as lossy WebP.
   *
   * @param quality 1 to 100, libwebp's
   */
  public static byte[] encodeWebp(RgbImage image, int quality) {
    checkQuality(quality);
    // From RGB, so that libwebp makes VP8's colours (BT.601, limited range) itself.
    try (NativeFrame rgb = NativeFrame.of(image);
        NativeFrame bgra = rgb.convert(AV_PIX_FMT_BGRA, image.width(), image.height())) {
      return encode(
          "libwebp",
          bgra,
          context -> Ffmpeg.check(
              av_opt_set_double(context.priv_data(), "quality", quality, 0), "Setting quality"));
    }
  }

  /** Stretches a picture to a size: bicubic, with all source pixels weighed in when shrinking. */
  public static RgbImage scale(RgbImage image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    try (NativeFrame source = NativeFrame.of(image);
        NativeFrame target = source.convert(AV_PIX_FMT_RGB24, width, height)) {
      return target.toRgb();
    }
  }

  /** Cuts the greatest centred part of the wanted aspect ratio out of a picture, and scales it to the size. */
  public static RgbImage cropAndScale(RgbImage image, int width, int height) {
    boolean tooWide = (long) image.width() * height > (long) image.height() * width;
    int cropWidth =
        tooWide ? Math.max(1, Math.round((float) image.height() * width / height)) : image.width();
    int cropHeight =
        tooWide ? image.height() : Math.max(1, Math.round((float) image.width() * height / width));
    return scale(image.centre(cropWidth, cropHeight), width, height);
  }

  private static NativeFrame decodeNative(byte[] bytes) throws ImageFormatException {
    AVCodec codec = codec(avcodec_find_decoder_by_name(decoderName(bytes)), decoderName(bytes));
    AVCodecContext context = Ffmpeg.notNull(avcodec_alloc_context3(codec), "decoder");
    AVPacket packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
    NativeFrame frame = NativeFrame.empty();
    boolean done = false;
    try {
      context.thread_count(1).max_pixels(MAX_PIXELS).log_level_offset(QUIET);
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "Opening the decoder");
      Ffmpeg.check(av_new_packet(packet, bytes.length), "Allocating " + bytes.length + " bytes");
      packet.data().put(bytes, 0, bytes.length);
      int result = avcodec_send_packet(context, packet);
      if (result >= 0) {
        result = avcodec_receive_frame(context, frame.frame());
      }
      if (result < 0) {
        throw new ImageFormatException(
            "A picture of " + bytes.length + " bytes can't be decoded: " + Ffmpeg.message(result));
      }
      frame.describeRange();
      done = true;
      return frame;
    } finally {
      if (!done) {
        frame.close();
      }
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static String decoderName(byte[] bytes) throws ImageFormatException {
    if (bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
      return "mjpeg";
    }
    if (bytes.length > 12 && bytes[0] == 'R' && bytes[1] == 'I' && bytes[8] == 'W') {
      return "webp";
    }
    throw new ImageFormatException(
        "A picture of " + bytes.length + " bytes begins neither as JPEG nor as WebP");
  }

  private static byte[] encode(String encoder, NativeFrame image, EncoderSetup setup) {
    AVCodec codec = codec(avcodec_find_encoder_by_name(encoder), encoder);
    AVCodecContext context = Ffmpeg.notNull(avcodec_alloc_context3(codec), "encoder");
    AVPacket packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
    try {
      context
          .thread_count(1)
          .log_level_offset(QUIET)
          .pix_fmt(image.frame().format())
          .width(image.frame().width())
          .height(image.frame().height())
          .time_base(avutil.av_make_q(1, 25));
      setup.apply(context);
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "Opening " + encoder);
      image.frame().pts(0);
      Ffmpeg.check(avcodec_send_frame(context, image.frame()), "Encoding with " + encoder);
      Ffmpeg.check(avcodec_send_frame(context, null), "Ending " + encoder);
      Ffmpeg.check(avcodec_receive_packet(context, packet), "Encoding with " + encoder);
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  /** FFmpeg's base table of quantisers is about libjpeg's at quality 50 when multiplied by 8. */
  private static int jpegQuantiser(int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return Math.max(1, Math.min(31, Math.round(percent * 8 / 100f)));
  }

  private static AVCodec codec(AVCodec found, String name) {
    if (found == null) {
      throw new IllegalStateException("This build of FFmpeg has no codec '" + name + "'");
    }
    return found;
  }

  private static void checkQuality(int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("Quality is " + quality + "; expected 1 to 100");
    }
  }

  /** Sets an encoder's own options before it is opened. */
  @FunctionalInterface
  private interface EncoderSetup {
    void apply(AVCodecContext context);
  }
}
