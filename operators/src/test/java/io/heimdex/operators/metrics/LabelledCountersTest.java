package io.heimdex.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.NoticeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LabelledCountersTest {
  private final List<String> registered = new ArrayList<>();

  @Test
  void registersACounterForEveryValueBeforeAnythingIsCounted() {
    new LabelledCounters<>(new RecordingGroup(""), "notices", "kind", NoticeKind.class);

    assertThat(registered)
        .containsExactly("kind=UPLOADED:notices", "kind=DELETED:notices", "kind=REPROCESS:notices");
  }

  @Test
  void countsEachValueByItself() {
    LabelledCounters<NoticeKind> counters =
        new LabelledCounters<>(new RecordingGroup(""), "notices", "kind", NoticeKind.class);

    counters.increment(NoticeKind.DELETED);
    counters.increment(NoticeKind.DELETED);

    assertThat(counters.count(NoticeKind.DELETED)).isEqualTo(2);
    assertThat(counters.count(NoticeKind.UPLOADED)).isZero();
  }

  private final class RecordingGroup extends UnregisteredMetricsGroup {
    private final String label;

    RecordingGroup(String label) {
      this.label = label;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new RecordingGroup(key + "=" + value);
    }

    @Override
    public Counter counter(String name) {
      registered.add(label + ":" + name);
      return super.counter(name);
    }
  }
}
