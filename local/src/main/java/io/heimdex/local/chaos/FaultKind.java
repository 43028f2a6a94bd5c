package io.heimdex.local.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done to the stack. */
public enum FaultKind {
  KILL_TASK_MANAGER("kill -9 of a TaskManager"),
  KILL_JOB_MANAGER("kill -9 of the JobManager"),
  KILL_POSTGRES("kill -9 of PostgreSQL with all its sessions"),
  KILL_S3("kill -9 of S3"),
  KILL_KAFKA("kill -9 of Kafka"),
  PAUSE_TASK_MANAGER("a TaskManager stands still for some seconds (SIGSTOP)"),
  ZOMBIE_TASK_MANAGER("a TaskManager stands still until Flink has given it up, and goes on then"),
  PAUSE_JOB_MANAGER("the JobManager stands still"),
  PAUSE_POSTGRES("PostgreSQL stands still"),
  PAUSE_S3("S3 stands still"),
  PAUSE_KAFKA("Kafka stands still"),
  RESET_POSTGRES("all connections between job and PostgreSQL are reset"),
  RESET_S3("all connections between job and S3 are reset"),
  RESET_KAFKA("all connections between job and Kafka are reset"),
  CUT_POSTGRES("PostgreSQL can't be reached by the job for some seconds"),
  CUT_S3("S3 can't be reached by the job for some seconds"),
  CUT_KAFKA("Kafka can't be reached by the job for some seconds"),
  SLOW_POSTGRES("every answer of PostgreSQL comes late for some seconds"),
  SLOW_S3("every answer of S3 comes late for some seconds"),
  SLOW_KAFKA("every answer of Kafka comes late for some seconds"),
  DISK_FULL("a TaskManager can't write its checkpoints"),
  KILL_BEFORE_PREPARE_COMMIT("a TaskManager dies with rows staged, before prepareCommit"),
  KILL_AFTER_PREPARE_COMMIT(
      "a TaskManager dies after prepareCommit, before its checkpoint is taken"),
  KILL_AFTER_STAGING("a TaskManager dies with rows staged that nothing names yet"),
  KILL_BEFORE_COMMIT("a TaskManager dies inside the commit, before COMMIT is sent"),
  KILL_AFTER_COMMIT("a TaskManager dies when COMMIT has returned, before the committer has"),
  KILL_BEFORE_REMOVAL("a TaskManager dies before objects of a former generation are removed"),
  KILL_AFTER_PUT("a TaskManager dies between the put of an object and the emission of its row"),
  DUPLICATE_NOTICES("notifications come again"),
  REORDER_NOTICES("older notifications come after newer ones"),
  REPROCESS("a video is asked for again"),
  DELETE_AND_UPLOAD("videos are deleted and uploaded again in the middle of processing"),
  RESCALE("the job goes on from a savepoint on one TaskManager, then from another on three"),
  NEW_JOB("the job is cancelled; one of a new id goes on from the retained checkpoint"),
  REPLAY("a job without state reads the topic from its begin, against the database as it is");

  private final String meaning;

  FaultKind(String meaning) {
    this.meaning = meaning;
  }

  /** As in {@code --faults}: {@code kill-task-manager}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The kind of a label. @throws IllegalArgumentException if there is none, naming all */
  public static FaultKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(
            "Unknown fault '" + label + "'; known are " + String.join(", ", labels())));
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(FaultKind::label).collect(Collectors.toList());
  }
}
