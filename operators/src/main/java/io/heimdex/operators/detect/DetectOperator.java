package io.heimdex.operators.detect;

import io.heimdex.operators.attempt.AttemptsFactory;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.FrameScannerFactory;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes segments, each once, and emits the features of their frames.
 *
 * <p>Segments wait in the operator's own queue; a worker thread takes one at a time. Everything in this class runs on the task thread:
 * the worker hands each batch over through the mailbox, and only there is something emitted and the resume point moved. So a
 * checkpoint never waits for the decoder, and after a restore the decoder goes on right behind the last frame that was emitted. The
 * queue is redistributed when the job is rescaled.
 *
 * <p>A segment that failed, by its decoder or by its source, waits its time and is queued again, while others are decoded. After its
 * last attempt it ends as a failure. Attempts are counted in the database, see {@link io.heimdex.operators.attempt.Attempts}.
 */
public final class DetectOperator extends AbstractStreamOperator<FrameChunk>
    implements OneInputStreamOperator<SegmentTask, FrameChunk>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** Stands in failures and is the operator's uid. */
  public static final String STAGE = "detect";

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final transient FrameScannerFactory scanners;
  private final transient ObjectStoreFactory stores;
  private final transient AttemptsFactory books;
  private final transient MailboxExecutor mailbox;
  private final transient Clock clock = Clock.systemUTC();
  private final transient FairQueue queue = new FairQueue();
  private final transient Set<SegmentProgress> postponed = new LinkedHashSet<>();

  private transient @Nullable SegmentProgress running;
  private transient @Nullable SegmentWorker worker;
  private transient @Nullable SegmentSource source;
  private transient @Nullable FrameScanner scanner;
  private transient ListState<SegmentProgress> segments;
  private transient DetectMetrics metered;

  /** State and metrics come in {@code initializeState} and {@code open}, which Flink calls before any element. */
  @SuppressWarnings("NullAway.Init")
  DetectOperator(
      StreamOperatorParameters<FrameChunk> parameters,
      MailboxExecutor mailbox,
      FrameScannerFactory scanners,
      ObjectStoreFactory stores,
      AttemptsFactory books) {
    super(parameters);
    this.mailbox = mailbox;
    this.scanners = scanners;
    this.stores = stores;
    this.books = books;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    segments = context
        .getOperatorStateStore()
        .getListState(
            new ListStateDescriptor<>("segments", TypeInformation.of(SegmentProgress.class)));
    for (SegmentProgress segment : segments.get()) {
      queue.add(segment);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    metered = new DetectMetrics(getMetricGroup(), clock);
    FrameScanner created = scanners.create();
    scanner = created;
    source = new SegmentSource(stores.open());
    worker = new SegmentWorker(
        "Decoder of " + getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks(),
        getUserCodeClassloader(),
        new SegmentWorker.Tools(
            created,
            source,
            books.open(),
            new Outage("PostgreSQL, for counting attempts,", metered.databaseRetries()),
            new Outage("S3, for decoding,", metered.readRetries())),
        mailbox,
        new Handover());
    worker.start();
    startNext();
  }

  @Override
  public void processElement(StreamRecord<SegmentTask> record) {
    SegmentProgress segment = SegmentProgress.begin(record.getValue(), clock.millis());
    queue.add(segment);
    metered.added(segment);
    if (running == null) {
      startNext();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<SegmentProgress> all = new ArrayList<>(queue.size() + postponed.size() + 1);
    if (running != null) {
      all.add(running);
    }
    all.addAll(queue.segments());
    all.addAll(postponed);
    segments.update(all);
  }

  @Override
  public void endInput() throws Exception {
    drain();
  }

  @Override
  public void finish() throws Exception {
    drain();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (worker != null && !worker.stop(STOP_PATIENCE)) {
      LOG.warn("The decoder didn't stop within {}; it works on", STOP_PATIENCE);
    }
    if (scanner != null) {
      scanner.close();
    }
    if (source != null) {
      source.close();
    }
    super.close();
  }

  private void drain() throws InterruptedException {
    while (running != null || !postponed.isEmpty()) {
      mailbox.yield();
    }
  }

  private void startNext() {
    running = queue.poll();
    if (running != null && worker != null) {
      worker.give(running);
    }
    metered.waiting(queue);
  }

  private void queueAgain(SegmentProgress segment) {
    if (postponed.remove(segment)) {
      queue.add(segment);
      metered.postponed(postponed.size());
      metered.added(segment);
      if (running == null) {
        startNext();
      }
    }
  }

  /** Where the worker's results arrive, on the task thread. */
  private final class Handover implements SegmentWorker.Receiver {
    @Override
    public void accept(SegmentProgress before, FrameBatch batch, SegmentProgress after) {
      FrameChunk chunk = Chunks.of(before, batch);
      emit(chunk, after);
      metered.decoded(chunk);
    }

    @Override
    public void reject(SegmentProgress at, Failure failure) {
      metered.rejected(failure.code());
      emit(Chunks.failed(at, failure), at);
    }

    @Override
    public void postpone(SegmentProgress at, Duration pause, @Nullable IOException cause) {
      if (cause instanceof DecoderFaultException fault) {
        LOG.warn("Decoding {} failed; once more in {} ms", at.describe(), pause.toMillis(), fault);
        metered.decoderFault(fault.code());
      }
      postponed.add(at);
      metered.postponed(postponed.size());
      long now = getProcessingTimeService().getCurrentProcessingTime();
      getProcessingTimeService().registerTimer(now + pause.toMillis(), time -> queueAgain(at));
      startNext();
    }

    private void emit(FrameChunk chunk, SegmentProgress after) {
      output.collect(new StreamRecord<>(chunk));
      if (chunk.lastOfSegment()) {
        startNext();
      } else {
        running = after;
      }
    }
  }
}
