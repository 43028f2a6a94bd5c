package io.heimdex.local.chaos.agent;

/** A point of the product's code at which a TaskManager can be made to die, told by class and method so that the product holds no hook. */
public enum KillPoint {
  /** Rows of a video are staged, the checkpoint that names them is about to be taken. */
  BEFORE_PREPARE_COMMIT("io.heimdex.operators.publish.SceneIndexWriter", "prepareCommit"),
  /** The committables are made, and not yet in a checkpoint. */
  AFTER_PREPARE_COMMIT("io.heimdex.operators.publish.SceneIndexWriter", "prepareCommit"),
  /** Rows are staged, and named nowhere yet. */
  AFTER_STAGING("io.heimdex.operators.publish.SceneIndexWriter", "stage"),
  /** Every statement of a video's transaction is done, COMMIT is not sent. */
  BEFORE_COMMIT("io.heimdex.operators.publish.SceneIndexTransaction", "apply"),
  /** PostgreSQL has answered COMMIT, Flink does not know yet. */
  AFTER_COMMIT("io.heimdex.operators.publish.SceneIndexMetrics", "committed"),
  /** A video's rows are live, objects of its former generation are about to be removed. */
  BEFORE_REMOVAL("io.heimdex.operators.publish.ObjectGarbage", "removeOf"),
  /** An object is stored, its row is not emitted yet. */
  AFTER_PUT("io.heimdex.operators.storage.S3ObjectStore", "putIfAbsent");

  private final String className;
  private final String method;

  KillPoint(String className, String method) {
    this.className = className;
    this.method = method;
  }

  /** Of the product, with its package. */
  public String className() {
    return className;
  }

  /** Of that class. */
  public String method() {
    return method;
  }
}
