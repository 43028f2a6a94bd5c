package io.heimdex.operators.media;

import java.util.Set;

/** The demuxers of FFmpeg that read files of moving pictures. */
final class Containers {
  /**
   * No playlists (they open other addresses), no image sequences, no devices, nothing of sound or text alone.
   */
  private static final Set<String> VIDEO = Set.of(
      "asf",
      "av1",
      "avi",
      "dv",
      "flv",
      "gxf",
      "h263",
      "h264",
      "hevc",
      "ivf",
      "m4v",
      "matroska,webm",
      "mjpeg",
      "mov,mp4,m4a,3gp,3g2,mj2",
      "mpeg",
      "mpegts",
      "mpegvideo",
      "mxf",
      "nut",
      "obu",
      "ogg",
      "rm",
      "swf",
      "vc1",
      "vvc",
      "wtv");

  /** Text that FFmpeg would type onto a screen. */
  private static final Set<String> TEXT = Set.of("tty", "bintext", "xbin", "adf", "idf");

  private Containers() {}

  static boolean isVideo(String demuxer) {
    return VIDEO.contains(demuxer);
  }

  static boolean isText(String demuxer) {
    return TEXT.contains(demuxer);
  }

  static boolean isMov(String demuxer) {
    return demuxer.startsWith("mov,");
  }

  static boolean isMatroska(String demuxer) {
    return demuxer.startsWith("matroska,");
  }

  /**
   * The media type of a container.
   *
   * @param brand of an MP4 family file: four characters, or empty
   * @param webm whether a Matroska family file calls itself WebM
   */
  static String mimeType(String demuxer, String brand, boolean webm) {
    if (isMov(demuxer)) {
      return movType(brand);
    }
    if (isMatroska(demuxer)) {
      return webm ? "video/webm" : "video/x-matroska";
    }
    return switch (demuxer) {
      case "asf" -> "video/x-ms-asf";
      case "avi" -> "video/x-msvideo";
      case "flv" -> "video/x-flv";
      case "mpeg", "mpegvideo" -> "video/mpeg";
      case "mpegts" -> "video/mp2t";
      case "mxf" -> "application/mxf";
      case "ogg" -> "video/ogg";
      default -> "video/x-" + demuxer;
    };
  }

  private static String movType(String brand) {
    if (brand.startsWith("qt")) {
      return "video/quicktime";
    }
    return brand.startsWith("3g") ? "video/3gpp" : "video/mp4";
  }
}
