package io.heimdex.operators.probe;

import io.heimdex.operators.attempt.Attempts;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.outage.Outage;
import io.heimdex.operators.storage.ObjectStore;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.metrics.Counter;

/**
 * What the tasks of one subtask share. All of it is thread-safe.
 *
 * @param waits for objects that are not there yet
 */
record ProbeTools(
    ObjectStore store,
    Attempts attempts,
    VideoProber prober,
    ProbeSettings settings,
    ScheduledExecutorService executor,
    Outage source,
    Outage database,
    Counter waits,
    Counter decoderFaults) {}
