package io.heimdex.local.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/** What Flink's REST API says of the job. */
record JobRest(String flinkUrl, String jobId) {
  static JobRest of(JobStack job) {
    return new JobRest(job.addresses().flinkUrl(), job.addresses().jobId());
  }

  /** How often the job failed, and was started anew. (The metric of restarts lags by seconds.) */
  long restarts() throws IOException {
    return get("/exceptions").get("exceptionHistory").get("entries").size();
  }

  private JsonNode get(String path) throws IOException {
    return new ObjectMapper()
        .readTree(URI.create(flinkUrl + "/jobs/" + jobId + path).toURL());
  }
}
