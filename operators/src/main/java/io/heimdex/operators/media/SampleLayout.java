package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BAYER;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_FLOAT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;

import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * Where the samples of one channel (luma or one of the chroma channels) lie in memory.
 *
 * @param plane index of the plane in the frame
 * @param step bytes from one sample to the next: 1, 2 or 4
 * @param shift bits that a sample's upper eight lie above the lowest bit of its step
 * @param log2Width how often the channel is narrower than the picture, as a power of two
 * @param log2Height the same of its height
 */
record SampleLayout(int plane, int step, int shift, int log2Width, int log2Height) {
  private static final int UNFIT = AV_PIX_FMT_FLAG_RGB
      | AV_PIX_FMT_FLAG_PAL
      | AV_PIX_FMT_FLAG_BE
      | AV_PIX_FMT_FLAG_BITSTREAM
      | AV_PIX_FMT_FLAG_HWACCEL
      | AV_PIX_FMT_FLAG_BAYER
      | AV_PIX_FMT_FLAG_FLOAT;

  /** Whether all channels of such a format are luma and chroma that lie in whole bytes. */
  static boolean fits(AVPixFmtDescriptor format) {
    boolean fits = (format.flags() & UNFIT) == 0;
    for (int channel = 0; channel < channels(format); channel++) {
      AVComponentDescriptor samples = format.comp(channel);
      int step = samples.step();
      fits &= (step == 1 || step == 2 || step == 4) && samples.depth() >= 8;
    }
    return fits;
  }

  /** Three, or one if the pictures have no colour. Alpha does not count. */
  static int channels(AVPixFmtDescriptor format) {
    return format.nb_components() < 3 ? 1 : 3;
  }

  /** The layout of channel 0 (luma), 1 (U) or 2 (V) of a format that fits. */
  static SampleLayout of(AVPixFmtDescriptor format, int channel) {
    AVComponentDescriptor samples = format.comp(channel);
    int shift = 8 * samples.offset() + samples.shift() + samples.depth() - 8;
    return channel == 0
        ? new SampleLayout(samples.plane(), samples.step(), shift, 0, 0)
        : new SampleLayout(
            samples.plane(), samples.step(), shift, format.log2_chroma_w(), format.log2_chroma_h());
  }
}
