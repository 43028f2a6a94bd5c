package io.heimdex.local.job;

import io.heimdex.local.flink.FlinkClient;
import java.io.IOException;
import org.apache.flink.api.common.JobID;

/** What Flink's REST API says of the job. */
record JobRest(FlinkClient client, JobID job) {
  static JobRest of(JobStack job) {
    return new JobRest(
        job.stack().flink().orElseThrow().client(),
        JobID.fromHexString(job.addresses().jobId()));
  }

  /** How often the job failed, and was started anew. (The metric of restarts lags by seconds.) */
  long restarts() throws IOException {
    return client.failures(job).size();
  }
}
