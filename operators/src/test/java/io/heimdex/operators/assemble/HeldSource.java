package io.heimdex.operators.assemble;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;

/** Emits the numbers below a count, once through all restarts, and then stays open, so that checkpoints go on. */
final class HeldSource
    implements SourceFunction<Integer>, CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  /** Checkpoints that completed in this process. */
  static final AtomicInteger CHECKPOINTS = new AtomicInteger();

  private final int count;
  private transient ListState<Integer> next;
  private volatile boolean running = true;
  private int emitted;

  HeldSource(int count) {
    this.count = count;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    next =
        context.getOperatorStateStore().getListState(new ListStateDescriptor<>("next", Types.INT));
    for (int restored : next.get()) {
      emitted = restored;
    }
  }

  @Override
  public void run(SourceContext<Integer> context) throws Exception {
    synchronized (context.getCheckpointLock()) {
      while (emitted < count) {
        context.collect(emitted++);
      }
      while (running) {
        context.getCheckpointLock().wait(20);
      }
    }
  }

  @Override
  public void cancel() {
    running = false;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    next.clear();
    next.add(emitted);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    CHECKPOINTS.incrementAndGet();
  }
}
