package io.heimdex.local.flink;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.api.common.JobID;

/** A running cluster on loopback. Thread-safe. */
public interface FlinkCluster extends AutoCloseable {

  /** URL of the web UI and of the REST API. */
  URI webUi();

  /** Runs the job's {@code main} here, which submits it; returns when the cluster has it. It may not run yet then. */
  JobID submit(FlinkJob job) throws IOException;

  /** What can be asked about jobs, and done with them. Closed with the cluster. */
  FlinkClient client();

  /** Ends the cluster. Jobs end with it; their checkpoints stay. Closing twice is fine. */
  @Override
  void close();
}
