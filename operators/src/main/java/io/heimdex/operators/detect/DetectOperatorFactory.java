package io.heimdex.operators.detect;

import io.heimdex.operators.attempt.AttemptsFactory;
import io.heimdex.operators.media.FrameScannerFactory;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;

/** Makes the {@code detect} operator, one a subtask: {@code segments.transform("detect", TypeInformation.of(FrameChunk.class), factory)}. */
public final class DetectOperatorFactory extends AbstractStreamOperatorFactory<FrameChunk>
    implements OneInputStreamOperatorFactory<SegmentTask, FrameChunk>,
        YieldingOperatorFactory<FrameChunk> {
  private static final long serialVersionUID = 1L;

  private final FrameScannerFactory scanners;
  private final ObjectStoreFactory stores;
  private final AttemptsFactory attempts;

  public DetectOperatorFactory(
      FrameScannerFactory scanners, ObjectStoreFactory stores, AttemptsFactory attempts) {
    this.scanners = scanners;
    this.stores = stores;
    this.attempts = attempts;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends StreamOperator<FrameChunk>> T createStreamOperator(
      StreamOperatorParameters<FrameChunk> parameters) {
    return (T) new DetectOperator(parameters, getMailboxExecutor(), scanners, stores, attempts);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DetectOperator.class;
  }
}
