package io.heimdex.operators.media.synthetic;

/** The encoders of this build of FFmpeg that a synthetic video can be made with. */
public enum SyntheticCodec {
  /** H.264 without B-frames, for MP4 and Matroska. */
  H264("libopenh264"),
  /** MPEG-4 part 2, also with B-frames, for MP4, Matroska and AVI. */
  MPEG4("mpeg4"),
  /** MPEG-2, also with B-frames and open groups, for transport and program streams. */
  MPEG2("mpeg2video"),
  /** VP8, for WebM. */
  VP8("libvpx"),
  /** VP9, for WebM; odd sizes too. */
  VP9("libvpx-vp9"),
  /** Motion JPEG of full range, for MOV and AVI. */
  MJPEG("mjpeg");

  private final String encoder;

  SyntheticCodec(String encoder) {
    this.encoder = encoder;
  }

  String encoder() {
    return encoder;
  }
}
