package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry_from_timestamp;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Whether a container's index leads to sync frames throughout the video. */
final class SyncIndex {
  /** Where sync frames are further apart, a segment would decode too much before its first frame. */
  private static final long GREATEST_GAP_SECONDS = 30;
  /** How often the index is asked within such a gap: a gap is seen once it is a fifth longer. */
  private static final int STEPS = 5;

  private SyncIndex() {}

  /**
   * Only MP4 with a sample table and Matroska with cues: others are found by reading on from the start, or by guessing a
   * byte position.
   */
  static boolean leadsToAnyTime(MediaInput input, AVStream stream, long durationMicros)
      throws MediaException, IOException, InterruptedException {
    if (durationMicros < 0) {
      return false;
    }
    if (Containers.isMov(input.container())) {
      // A fragmented file has an empty sample table.
      return stream.nb_frames() > 0 && isDense(stream, durationMicros);
    }
    if (Containers.isMatroska(input.container())) {
      // The demuxer reads the cues on its first seek.
      return input.seek(stream.index(), Math.max(0, start(stream)))
          && isDense(stream, durationMicros);
    }
    return false;
  }

  private static boolean isDense(AVStream stream, long durationMicros) {
    long second = av_rescale(1, stream.time_base().den(), stream.time_base().num());
    long gap = GREATEST_GAP_SECONDS * second;
    long end = start(stream) + av_rescale(durationMicros, second, 1_000_000);
    for (long time = start(stream) + gap; time < end; time += Math.max(1, gap / STEPS)) {
      AVIndexEntry sync =
          avformat_index_get_entry_from_timestamp(stream, time, AVSEEK_FLAG_BACKWARD);
      if (sync == null || sync.timestamp() < time - gap) {
        return false;
      }
    }
    return avformat_index_get_entry_from_timestamp(stream, end, AVSEEK_FLAG_BACKWARD) != null;
  }

  private static long start(AVStream stream) {
    return stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
  }
}
