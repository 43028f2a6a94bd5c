package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The packets of a video, group by group. A group begins with a sync frame that can be decoded alone, whatever came before; the
 * pictures that follow the next one but are shown before it belong to the group. So what a group holds does not depend on where
 * reading began. Not thread-safe.
 */
final class GroupReader implements AutoCloseable {
  private final MediaInput input;
  private final AVStream stream;
  private final PacketDecoder syncDecoder;
  private final Look look = new Look();
  /** Read already: the next group's first packets. */
  private final Deque<AVPacket> ahead = new ArrayDeque<>();

  private @Nullable SyncPicture sync;
  private boolean started;

  GroupReader(MediaInput input, int streamIndex, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    this.input = input;
    stream = input.stream(streamIndex);
    syncDecoder = new PacketDecoder(stream, settings);
  }

  /** Goes to a sync frame that can be decoded alone; false if there is none at that place. */
  boolean seek(long timestamp) throws MediaException, IOException, InterruptedException {
    forget();
    if (!input.seek(stream.index(), timestamp)) {
      return false;
    }
    AVPacket packet = read();
    if (packet == null) {
      return false;
    }
    sync = decodeAlone(packet);
    ahead.add(packet);
    if (sync == null) {
      return false;
    }
    started = true;
    takeLeading(sync.pts()).forEach(picture -> av_packet_free(picture));
    return true;
  }

  /** Presentation time of the sync frame that {@link #seek} went to, in the stream's time base. */
  long syncPts() {
    return sync == null ? AV_NOPTS_VALUE : sync.pts();
  }

  /** The next group, or the next part of a very long one; null at the end. The caller closes it. */
  @Nullable
  PacketGroup next() throws MediaException, IOException, InterruptedException {
    PacketGroup group = new PacketGroup(stream.codecpar().codec_id());
    boolean done = false;
    try {
      fill(group);
      done = true;
      return group.isEmpty() ? null : group;
    } finally {
      if (!done) {
        group.close();
      }
    }
  }

  private void fill(PacketGroup group) throws MediaException, IOException, InterruptedException {
    AVPacket packet = take();
    if (packet == null) {
      return;
    }
    if (!started) {
      started = true;
      sync = decodeAlone(packet);
    }
    group.first = sync;
    sync = null;
    group.add(packet);
    while (!group.isFull()) {
      packet = take();
      if (packet == null) {
        return;
      }
      sync = decodeAlone(packet);
      if (sync != null) {
        end(group, packet, sync);
        return;
      }
      group.add(packet);
    }
    group.continues = true;
  }

  private void end(PacketGroup group, AVPacket packet, SyncPicture picture)
      throws MediaException, IOException, InterruptedException {
    group.next = picture;
    List<AVPacket> leading = takeLeading(picture.pts());
    if (!leading.isEmpty()) {
      group.addLeading(Ffmpeg.notNull(av_packet_clone(packet), "packet"), leading);
    }
    ahead.addFirst(packet);
  }

  /** What follows a sync frame but is shown before it. */
  private List<AVPacket> takeLeading(long pts)
      throws MediaException, IOException, InterruptedException {
    List<AVPacket> leading = new ArrayList<>();
    while (true) {
      AVPacket packet = read();
      if (packet == null) {
        return leading;
      }
      if (packet.pts() == AV_NOPTS_VALUE || packet.pts() >= pts) {
        ahead.add(packet);
        return leading;
      }
      leading.add(packet);
    }
  }

  private @Nullable AVPacket take() throws MediaException, IOException, InterruptedException {
    return ahead.isEmpty() ? read() : ahead.removeFirst();
  }

  private @Nullable AVPacket read() throws MediaException, IOException, InterruptedException {
    AVPacket packet = Ffmpeg.notNull(av_packet_alloc(), "packet");
    boolean read = false;
    try {
      read = input.read(packet, stream.index());
    } finally {
      if (!read) {
        av_packet_free(packet);
      }
    }
    return read ? packet : null;
  }

  /** Null unless it is a sync frame that comes out whole, alone and under its own time. */
  private @Nullable SyncPicture decodeAlone(AVPacket packet)
      throws DecoderFaultException, InterruptedException {
    if ((packet.flags() & AV_PKT_FLAG_KEY) == 0 || packet.pts() == AV_NOPTS_VALUE) {
      return null;
    }
    AVFrame frame = Ffmpeg.notNull(av_frame_alloc(), "frame");
    boolean whole = false;
    try {
      syncDecoder.reset();
      syncDecoder.send(packet);
      syncDecoder.drain();
      whole = syncDecoder.receive(frame) == PacketDecoder.Outcome.FRAME
          && frame.pts() == packet.pts()
          && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0;
      return whole ? new SyncPicture(frame, look.at(frame)) : null;
    } finally {
      if (!whole) {
        av_frame_free(frame);
      }
    }
  }

  /** How much a frame differs from another, 0 to 255. */
  double difference(AVFrame frame, SyncPicture other) {
    return Look.difference(look.at(frame), other.look());
  }

  private void forget() {
    ahead.forEach(packet -> av_packet_free(packet));
    ahead.clear();
    if (sync != null) {
      sync.close();
      sync = null;
    }
  }

  @Override
  public void close() {
    forget();
    look.close();
    syncDecoder.close();
  }
}
