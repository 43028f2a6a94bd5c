package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Packets from one sync frame up to the next, in decoding order, and what is presented between the two. Owns its packets and its first picture. Not
 * thread-safe.
 */
final class PacketGroup implements AutoCloseable {
  /** A group that is longer is handed out in parts. Some 50 s at 30 frames a second. */
  private static final int MOST_PACKETS = 1500;

  private static final long MOST_BYTES = 48L << 20;
  /** Of a VP8 frame's first byte: whether it is shown. */
  private static final int VP8_SHOWN = 0x10;

  /** A frame that the container promises. */
  static final class Slot {
    final long pts;
    final long duration;
    /** Whether it is shown as a repetition, unless it is decoded after all. */
    boolean repeated;

    private Slot(long pts, long duration) {
      this.pts = pts;
      this.duration = duration;
    }
  }

  private final int codec;
  private final List<AVPacket> packets = new ArrayList<>();
  private final List<@Nullable Slot> slots = new ArrayList<>();
  private long bytes;
  private int leading;

  /** Decoded alone; null where the group begins without one that can be. */
  @Nullable
  SyncPicture first;
  /** Of the group behind it; null at the end of the video, or where this is but a part. */
  @Nullable
  SyncPicture next;
  /** Whether another part of the same group follows. */
  boolean continues;

  PacketGroup(int codec) {
    this.codec = codec;
  }

  void add(AVPacket packet) {
    packets.add(packet);
    slots.add(slot(packet));
    bytes += packet.size();
  }

  /** What is decoded after the next group's sync frame, but shown before it. Comes with a copy of that frame. */
  void addLeading(AVPacket sync, List<AVPacket> pictures) {
    leading = 1 + pictures.size();
    packets.add(sync);
    slots.add(null);
    pictures.forEach(this::add);
  }

  private @Nullable Slot slot(AVPacket packet) {
    boolean shown = (packet.flags() & AV_PKT_FLAG_DISCARD) == 0
        && packet.pts() != AV_NOPTS_VALUE
        && packet.size() > 0
        && (codec != AV_CODEC_ID_VP8 || (packet.data().get(0) & VP8_SHOWN) != 0);
    return shown ? new Slot(packet.pts(), packet.duration()) : null;
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  boolean isFull() {
    return packets.size() >= MOST_PACKETS || bytes >= MOST_BYTES;
  }

  /** Of all packets to be decoded. */
  int count() {
    return packets.size();
  }

  AVPacket packet(int index) {
    return packets.get(index);
  }

  /** What a packet shows; null if nothing, or nothing in this group. */
  @Nullable
  Slot slotOf(int index) {
    return slots.get(index);
  }

  /** Sizes of the group's own packets. */
  int[] sizes() {
    return packets.subList(0, packets.size() - leading).stream()
        .mapToInt(AVPacket::size)
        .toArray();
  }

  /** Whether it can be told what is shown without decoding: every packet between two sync frames has its time. */
  boolean isTimed() {
    SyncPicture start = first;
    return start != null
        && !continues
        && packets.stream().noneMatch(packet -> packet.pts() == AV_NOPTS_VALUE)
        && slots.stream().noneMatch(slot -> slot != null && slot.pts < start.pts());
  }

  /** What is shown, in the order of presentation. */
  List<Slot> shown() {
    List<Slot> shown = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot != null && contains(slot.pts)) {
        shown.add(slot);
      }
    }
    shown.sort(Comparator.comparingLong(slot -> slot.pts));
    return shown;
  }

  /** Whether a frame of this time is presented before the next group. */
  boolean contains(long pts) {
    SyncPicture end = next;
    return end == null || pts == AV_NOPTS_VALUE || pts < end.pts();
  }

  @Override
  public void close() {
    packets.forEach(packet -> av_packet_free(packet));
    packets.clear();
    SyncPicture start = first;
    if (start != null) {
      start.close();
      first = null;
    }
  }
}
