package io.heimdex.operators.assemble;

import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.ShotDetectorFactory;
import io.heimdex.operators.shot.ThresholdDetector;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SceneDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The assemble operator, which can be killed and restored at any time. */
final class AssembleHarness implements AutoCloseable {
  static final SceneLimits LIMITS = new SceneLimits(600_000, 8_000_000);

  private final List<SceneDraft> before = new ArrayList<>();
  private ShotDetectorFactory detectors = frameRate -> new ThresholdDetector(6);
  private KeyedOneInputStreamOperatorTestHarness<String, FrameChunk, SceneDraft> flink;

  AssembleHarness() throws Exception {
    flink = open(null);
  }

  /** Gives a chunk, and waits for all that follows from it. */
  void give(FrameChunk chunk) throws Exception {
    giveOnly(chunk);
    workOff();
  }

  /** Gives a chunk; those that waited for it wait on. */
  void giveOnly(FrameChunk chunk) throws Exception {
    flink.processElement(chunk, 0);
  }

  /** Takes one of those that waited; false if there was none to take. */
  boolean step() throws Exception {
    boolean any = flink.numProcessingTimeTimers() > 0;
    flink.setProcessingTime(flink.getProcessingTime() + 1);
    return any;
  }

  void workOff() throws Exception {
    while (step()) {}
  }

  void give(List<FrameChunk> chunks) throws Exception {
    for (FrameChunk chunk : chunks) {
      give(chunk);
    }
  }

  /** As {@link #restore}, and from then on another detector decides. */
  void restoreWith(ShotDetectorFactory other) throws Exception {
    detectors = other;
    restore();
  }

  void restore() throws Exception {
    OperatorSubtaskState state = flink.snapshot(1, 1);
    long now = flink.getProcessingTime();
    before.addAll(flink.extractOutputValues());
    flink.close();
    flink = open(state);
    flink.setProcessingTime(now);
  }

  void pass(Duration time) throws Exception {
    flink.setStateTtlProcessingTime(time.toMillis());
  }

  List<SceneDraft> drafts() {
    List<SceneDraft> all = new ArrayList<>(before);
    all.addAll(flink.extractOutputValues());
    return all;
  }

  int stateEntries() {
    return flink.numKeyedStateEntries();
  }

  /** Size of a checkpoint. */
  long stateBytes() throws Exception {
    return flink.snapshot(1, 1).getManagedKeyedState().stream()
        .mapToLong(StateObject::getStateSize)
        .sum();
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }

  private KeyedOneInputStreamOperatorTestHarness<String, FrameChunk, SceneDraft> open(
      @Nullable OperatorSubtaskState state) throws Exception {
    var harness = new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AssembleFunction(detectors, LIMITS)),
        (FrameChunk chunk) -> chunk.video().videoId(),
        Types.STRING);
    harness.setup();
    if (state == null) {
      harness.initializeEmptyState();
    } else {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
