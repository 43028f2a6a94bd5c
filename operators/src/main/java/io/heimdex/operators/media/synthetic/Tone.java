package io.heimdex.operators.media.synthetic;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** A soundtrack of one channel: a soft tone, another each second. Not thread-safe. */
final class Tone implements AutoCloseable {
  private static final int RATE = 48_000;
  private static final double LOUDNESS = 0.2;
  private static final double LOWEST_HERTZ = 220;

  private final EncodedStream stream;
  private final AVFrame frame;
  private final float[] samples;
  private long written;

  Tone(AVFormatContext container, boolean opus) {
    stream = new EncodedStream(container, opus ? "libopus" : "aac");
    stream
        .context()
        .sample_rate(RATE)
        .sample_fmt(opus ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP)
        .bit_rate(64_000)
        .time_base(av_make_q(1, RATE));
    av_channel_layout_default(stream.context().ch_layout(), 1);
    stream.open(new AVDictionary(null));
    samples = new float[stream.context().frame_size()];
    frame = Ffmpeg.notNull(av_frame_alloc(), "frame");
    frame.format(stream.context().sample_fmt()).sample_rate(RATE).nb_samples(samples.length);
    av_channel_layout_default(frame.ch_layout(), 1);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "Allocating sound");
  }

  /** Writes on until a time is reached. */
  void writeUntil(double seconds) {
    while (written < seconds * RATE) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (LOUDNESS * Math.sin(angle(written + i)));
      }
      Ffmpeg.check(av_frame_make_writable(frame), "Allocating sound");
      new FloatPointer(frame.data(0)).put(samples);
      frame.pts(written);
      stream.encode(frame);
      written += samples.length;
    }
  }

  private static double angle(long sample) {
    long second = sample / RATE;
    return 2 * Math.PI * LOWEST_HERTZ * (1 + second % 5) * sample / RATE;
  }

  void finish() {
    stream.encode(null);
  }

  @Override
  public void close() {
    av_frame_free(frame);
    stream.close();
  }
}
