package io.heimdex.local.stack;

/** The parts of a stack. */
public enum ServiceKind {
  KAFKA,
  POSTGRES,
  S3,
  ZOOKEEPER,
  JOB_MANAGER,
  TASK_MANAGER;

  /** Whether the job's connections to it pass a proxy. */
  public boolean isBehindProxy() {
    return this == KAFKA || this == POSTGRES || this == S3;
  }
}
