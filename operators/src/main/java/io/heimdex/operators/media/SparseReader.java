package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.media.PacketGroup.Slot;
import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * All frames of a video, of which only those are decoded among which a transition can be, see {@link GroupPlan}. Every group is
 * decoded for itself, so that what comes out of it depends on the group and on the next one's sync frame alone. Only for
 * containers that give every frame its time. Not thread-safe.
 */
final class SparseReader implements Frames {
  /** Every so many frames are compared with the group's end. */
  private static final int COMPARED = 4;

  private final MediaInput input;
  private final GroupReader groups;
  private final PacketDecoder decoder;
  private final FrameClock clock;
  private final AVFrame shown;
  private final AVFrame arrived;

  private boolean fromStart = true;
  private boolean repeated;
  private boolean waits;
  private boolean ended;
  private boolean released;
  private long damagedBefore;
  private int frames;

  private @Nullable PacketGroup group;
  private @Nullable GroupPlan plan;
  private List<Slot> slots = List.of();
  private int slot;
  private int fed;

  /** Takes the input over: it is closed if this fails. */
  SparseReader(MediaInput input, VideoInfo info, MediaSettings settings)
      throws MediaException, DecoderFaultException {
    this.input = input;
    GroupReader opened = null;
    boolean done = false;
    try {
      input.readOnly(info.streamIndex());
      opened = new GroupReader(input, info.streamIndex(), settings);
      groups = opened;
      decoder = new PacketDecoder(input.stream(info.streamIndex()), settings);
      done = true;
    } finally {
      if (!done) {
        if (opened != null) {
          opened.close();
        }
        input.close();
      }
    }
    clock = new FrameClock(input.stream(info.streamIndex()).time_base(), info.frameRate(), false);
    shown = Ffmpeg.notNull(av_frame_alloc(), "frame");
    arrived = Ffmpeg.notNull(av_frame_alloc(), "frame");
  }

  /** Whether a container gives every frame's time without decoding. */
  static boolean canRead(VideoInfo info) {
    return Containers.isMov(info.container()) || Containers.isMatroska(info.container());
  }

  @Override
  public boolean startAt(long target, long before)
      throws MediaException, IOException, InterruptedException {
    fromStart = !groups.seek(clock.stamp(target)) || clock.micros(groups.syncPts()) >= before;
    return !fromStart;
  }

  @Override
  public boolean next() throws MediaException, IOException, InterruptedException {
    damagedBefore = decoder.damaged();
    while (!step()) {
      if (ended && !open()) {
        return false;
      }
    }
    return true;
  }

  /** Goes on to the next group. */
  private boolean open() throws MediaException, IOException, InterruptedException {
    boolean continues = group != null && group.continues;
    close(group);
    group = groups.next();
    if (group == null) {
      return false;
    }
    fed = 0;
    ended = false;
    if (continues) {
      return true;
    }
    frames = 0;
    decoder.reset();
    prepare(group);
    return true;
  }

  private void prepare(PacketGroup next) {
    plan = null;
    slot = 0;
    slots = List.of();
    SyncPicture first = next.first;
    if (first == null || !next.isTimed()) {
      return;
    }
    SyncPicture end = next.next;
    plan = new GroupPlan(
        next.sizes(),
        end == null ? Double.POSITIVE_INFINITY : Look.difference(first.look(), end.look()));
    slots = next.shown();
    if (plan.isSkipped()) {
      slots.forEach(each -> each.repeated = true);
      Ffmpeg.check(av_frame_ref(arrived, first.frame()), "Keeping a frame");
      waits = true;
      ended = true;
    }
  }

  /** Moves on by one frame; false if the group has to be fed, or is at its end. */
  private boolean step() throws MediaException, IOException, InterruptedException {
    if (waits) {
      show();
      return true;
    }
    if (group == null) {
      ended = true;
      return false;
    }
    if (ended) {
      return repeat(Long.MAX_VALUE);
    }
    return switch (decoder.receive(arrived)) {
      case FRAME -> arrive(group);
      case HUNGRY -> feed(group);
      case END -> endGroup();
    };
  }

  private boolean endGroup() {
    ended = true;
    return repeat(Long.MAX_VALUE);
  }

  private boolean arrive(PacketGroup from) {
    if (!from.contains(arrived.pts())) {
      av_frame_unref(arrived);
      return false;
    }
    waits = true;
    if (frames++ % COMPARED == 0 && isAtItsEnd(from)) {
      leaveOutFrom(from, fed);
      fed = from.count();
      decoder.drain();
    }
    return false;
  }

  private boolean isAtItsEnd(PacketGroup from) {
    SyncPicture end = from.next;
    if (plan == null || end == null || from.count() - fed <= COMPARED || !plan.isCalmFrom(fed)) {
      return false;
    }
    int spike = plan.lastStandingOut();
    return (spike < 0 || arrived.pts() > from.packet(spike).pts())
        && GroupPlan.endsThere(groups.difference(arrived, end));
  }

  private static void leaveOutFrom(PacketGroup from, int packet) {
    for (int i = packet; i < from.count(); i++) {
      leaveOut(from.slotOf(i));
    }
  }

  private static void leaveOut(@Nullable Slot slot) {
    if (slot != null) {
      slot.repeated = true;
    }
  }

  private boolean feed(PacketGroup from) throws DecoderFaultException {
    if (fed == from.count()) {
      if (from.continues) {
        return endGroup();
      }
      decoder.drain();
      return false;
    }
    boolean still = plan != null && fed > 0 && plan.isStillAround(fed);
    decoder.leaveOutUnreferenced(still);
    if (still) {
      leaveOut(from.slotOf(fed));
    }
    if (decoder.send(from.packet(fed))) {
      fed++;
    }
    return false;
  }

  /** Shows the frame that arrived, or first one before it that was left out. */
  private void show() {
    if (repeat(arrived.pts())) {
      return;
    }
    while (slot < slots.size() && slots.get(slot).pts <= arrived.pts()) {
      slot++;
    }
    av_frame_unref(shown);
    av_frame_move_ref(shown, arrived);
    waits = false;
    repeated = false;
    clock.tick(shown);
  }

  /** Shows the next frame before a time that was left out, if there is one. */
  private boolean repeat(long before) {
    while (slot < slots.size() && slots.get(slot).pts < before) {
      Slot next = slots.get(slot++);
      if (next.repeated) {
        repeated = true;
        clock.tick(next.pts, next.duration);
        return true;
      }
    }
    return false;
  }

  @Override
  public AVFrame frame() {
    return shown;
  }

  @Override
  public boolean isRepeated() {
    return repeated;
  }

  @Override
  public long time() {
    return clock.time();
  }

  @Override
  public long end() {
    return clock.end();
  }

  @Override
  public Damage damage() {
    return Frames.damage(decoder.damaged() - damagedBefore, repeated ? null : shown, clock.time());
  }

  @Override
  public boolean fromStart() {
    return fromStart;
  }

  @Override
  public long damaged() {
    return decoder.damaged() + input.skipped();
  }

  private static void close(@Nullable PacketGroup done) {
    if (done != null) {
      done.close();
    }
  }

  @Override
  public MediaInput release() {
    released = true;
    return input;
  }

  @Override
  public void close() {
    close(group);
    av_frame_free(shown);
    av_frame_free(arrived);
    decoder.close();
    groups.close();
    if (!released) {
      input.close();
    }
  }
}
