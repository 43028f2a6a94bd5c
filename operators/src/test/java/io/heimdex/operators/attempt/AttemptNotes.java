package io.heimdex.operators.attempt;

import io.heimdex.operators.media.DecoderFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A book of attempts that outlives the operator, as the database does, and takes no time. Thread-safe. */
public final class AttemptNotes implements Attempts {
  private final AttemptLimits limits;
  private final Map<String, AttemptCount> counts = new HashMap<>();
  private final List<String> entries = new ArrayList<>();

  public AttemptNotes(AttemptLimits limits) {
    this.limits = limits;
  }

  /** As many attempts as anybody may need, and no pause but one millisecond. */
  public static AttemptNotes generous() {
    return new AttemptNotes(
        new AttemptLimits(1000, 1000, Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  /** What was asked of it, in order: {@code begin film/0}. */
  public synchronized List<String> entries() {
    return List.copyOf(entries);
  }

  public synchronized AttemptCount count(String videoId, int segment) {
    return counts.getOrDefault(videoId + "/" + segment, AttemptCount.NONE);
  }

  /** What earlier runs left. */
  public synchronized void put(String videoId, int segment, AttemptCount count) {
    counts.put(videoId + "/" + segment, count);
  }

  @Override
  public synchronized AttemptRuling begin(DecodeWork work) {
    // The pauses are those of the operator's timers.
    AttemptRuling ruling = count(work).ruling(work, limits, Duration.ofDays(1));
    if (ruling instanceof AttemptRuling.Granted) {
      change("begin", work, AttemptCount::begin);
    }
    return ruling;
  }

  @Override
  public synchronized AttemptRuling fault(DecodeWork work, DecoderFaultException fault) {
    return change("fault", work, count -> count.fault(fault)).ruling(work, limits, Duration.ZERO);
  }

  @Override
  public synchronized void progress(DecodeWork work, long micros) {
    change("progress", work, count -> count.progress(micros));
  }

  @Override
  public synchronized void takeBack(DecodeWork work) {
    change("takeBack", work, AttemptCount::takeBack);
  }

  @Override
  public synchronized void end(DecodeWork work) {
    change("end", work, count -> AttemptCount.NONE);
  }

  @Override
  public void close() {}

  private AttemptCount count(DecodeWork work) {
    return count(work.video().videoId(), work.segment());
  }

  private AttemptCount change(String entry, DecodeWork work, UnaryOperator<AttemptCount> change) {
    AttemptCount after = change.apply(count(work));
    entries.add(entry + " " + work.video().videoId() + "/" + work.segment());
    counts.put(work.video().videoId() + "/" + work.segment(), after);
    return after;
  }
}
