package io.heimdex.operators.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Segments that wait for the decoder. Owners take turns, then the videos of an owner, segment by segment: a short upload waits for one segment
 * of each other owner, not for a long video. The segments of a video come in their order, those of its newest revision first.
 *
 * <p>Not thread-safe.
 */
final class FairQueue {
  private static final Comparator<SegmentProgress> ORDER = Comparator.comparingLong(
          (SegmentProgress segment) -> segment.task().video().revision())
      .reversed()
      .thenComparingInt(segment -> segment.task().index());

  /** Owner to video to segments; whose turn it is comes first. */
  private final LinkedHashMap<String, LinkedHashMap<String, PriorityQueue<SegmentProgress>>>
      owners = new LinkedHashMap<>();

  private int size;

  void add(SegmentProgress segment) {
    owners
        .computeIfAbsent(segment.task().video().ownerId(), owner -> new LinkedHashMap<>())
        .computeIfAbsent(segment.task().video().videoId(), video -> new PriorityQueue<>(ORDER))
        .add(segment);
    size++;
  }

  /** Takes out the segment whose turn it is; null if none waits. */
  @Nullable
  SegmentProgress poll() {
    if (size == 0) {
      return null;
    }
    Map.Entry<String, LinkedHashMap<String, PriorityQueue<SegmentProgress>>> owner = first(owners);
    Map.Entry<String, PriorityQueue<SegmentProgress>> video = first(owner.getValue());
    SegmentProgress segment = video.getValue().poll();
    if (!video.getValue().isEmpty()) {
      owner.getValue().put(video.getKey(), video.getValue());
    }
    if (!owner.getValue().isEmpty()) {
      owners.put(owner.getKey(), owner.getValue());
    }
    size--;
    return segment;
  }

  int size() {
    return size;
  }

  /** All that wait, in no particular order. */
  List<SegmentProgress> segments() {
    List<SegmentProgress> all = new ArrayList<>(size);
    owners.values().forEach(videos -> videos.values().forEach(all::addAll));
    return all;
  }

  /** Takes the first entry out: put back, it is the last one. */
  private static <V> Map.Entry<String, V> first(LinkedHashMap<String, V> map) {
    Map.Entry<String, V> first = Map.Entry.copyOf(map.entrySet().iterator().next());
    map.remove(first.getKey());
    return first;
  }
}
