package io.heimdex.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.SegmentTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final SyntheticVideo FILM = SyntheticVideo.steady(100, 40_000);

  private final FairQueue queue = new FairQueue();

  @Test
  void letsAShortUploadWaitForOneSegmentOfALongOne() {
    add("ann", "film", 1, 5);
    add("bob", "clip", 1, 1);

    assertThat(pollAll())
        .containsExactly("film/0", "clip/0", "film/1", "film/2", "film/3", "film/4");
  }

  @Test
  void sharesAmongOwnersNotAmongVideos() {
    add("ann", "a", 1, 2);
    add("ann", "b", 1, 2);
    add("bob", "c", 1, 3);

    assertThat(pollAll()).containsExactly("a/0", "c/0", "b/0", "c/1", "a/1", "c/2", "b/1");
  }

  @Test
  void keepsTheOrderOfSegmentsHoweverTheyCome() {
    List<SegmentTask> segments = Segments.of(Segments.video("film"), FILM, 3);
    for (int index : new int[] {2, 0, 1}) {
      queue.add(SegmentProgress.begin(segments.get(index), 0));
    }

    assertThat(pollAll()).containsExactly("film/0", "film/1", "film/2");
  }

  @Test
  void prefersTheNewestRevision() {
    add("ann", "film", 1, 1);
    add("ann", "film", 2, 1);

    assertThat(queue.poll().task().video().revision()).isEqualTo(2);
    assertThat(queue.poll().task().video().revision()).isEqualTo(1);
  }

  @Test
  void tellsWhatWaits() {
    add("ann", "a", 1, 2);
    add("bob", "b", 1, 1);
    queue.poll();

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.segments())
        .extracting(FairQueueTest::name)
        .containsExactlyInAnyOrder("a/1", "b/0");
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(queue.poll()).isNull();
    assertThat(queue.segments()).isEmpty();
  }

  private void add(String owner, String id, long revision, int segments) {
    Segments.of(Segments.video(owner, id, revision), FILM, segments)
        .forEach(task -> queue.add(SegmentProgress.begin(task, 0)));
  }

  private List<String> pollAll() {
    List<String> names = new ArrayList<>();
    while (queue.size() > 0) {
      names.add(name(queue.poll()));
    }
    return names;
  }

  private static String name(SegmentProgress segment) {
    return segment.task().video().videoId() + "/" + segment.task().index();
  }
}
