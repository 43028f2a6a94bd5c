package io.heimdex.local.stack;

import io.heimdex.local.flink.ProcessFlink;
import io.heimdex.local.net.TcpProxy;
import io.heimdex.local.process.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes of a stack in which everything is one, and the proxies between them. Thread-safe. */
public final class StackProcesses {
  private final ProcessServices services;
  private final @Nullable ProcessFlink flink;

  StackProcesses(ProcessServices services, @Nullable ProcessFlink flink) {
    this.services = services;
    this.flink = flink;
  }

  /** The processes of a kind: one, but for TaskManagers, of which the oldest comes first; none of Flink without a job. */
  public List<ServiceProcess> of(ServiceKind kind) {
    return switch (kind) {
      case KAFKA, POSTGRES, S3 -> List.of(service(kind));
      case ZOOKEEPER -> ofFlink().flatMap(ProcessFlink::zooKeeper).stream().toList();
      case JOB_MANAGER -> ofFlink().map(ProcessFlink::jobManager).stream().toList();
      case TASK_MANAGER -> ofFlink().map(ProcessFlink::taskManagers).orElse(List.of());
    };
  }

  /** The first process of a kind. */
  public ServiceProcess one(ServiceKind kind) {
    return of(kind).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The stack has no " + kind));
  }

  /** All processes. */
  public List<ServiceProcess> all() {
    List<ServiceProcess> all = new ArrayList<>();
    Arrays.stream(ServiceKind.values()).forEach(kind -> all.addAll(of(kind)));
    return all;
  }

  /** Waits until every process serves. */
  public void awaitUp(Duration timeout) throws IOException {
    for (ServiceProcess process : all()) {
      process.awaitUp(timeout);
    }
  }

  /** Through which the job reaches Kafka, PostgreSQL or S3. */
  public TcpProxy proxy(ServiceKind kind) {
    return Optional.ofNullable(services.proxies().get(kind))
        .orElseThrow(() -> new IllegalArgumentException(
            "There is no proxy before " + kind + "; expected KAFKA, POSTGRES or S3"));
  }

  private ServiceProcess service(ServiceKind kind) {
    return Optional.ofNullable(services.processes().get(kind))
        .orElseThrow(() -> new IllegalStateException(kind + " has not started"));
  }

  private Optional<ProcessFlink> ofFlink() {
    return Optional.ofNullable(flink);
  }
}
