package io.heimdex.local.flink;

import java.util.concurrent.locks.LockSupport;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Counts for ever, slowly. */
public final class EndlessJob {
  private EndlessJob() {}

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSequence(0, Long.MAX_VALUE)
        .uid("numbers")
        .map(EndlessJob::slowly)
        .uid("slowly")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    env.execute(args[0]);
  }

  private static long slowly(long number) {
    LockSupport.parkNanos(1_000_000);
    return number;
  }
}
