package io.heimdex.jobs;

import java.util.List;

/**
 * Names and uids of the operators, as they stand in savepoints, in the web UI, in metrics and in {@code Failure.stage}. Never
 * change one that was released: its state would be lost.
 */
public final class OperatorUids {
  public static final String UPLOADS = "uploads";
  public static final String PARSE = "parse";
  public static final String ADMIT = "admit";
  public static final String PROBE = "probe";
  public static final String PLAN = "plan";
  public static final String DETECT = "detect";
  public static final String ASSEMBLE = "assemble";
  public static final String EMBED_IMAGE = "embed-image";
  public static final String TAG = "tag";
  public static final String EMBED_TEXT = "embed-text";
  public static final String STORE = "store";
  public static final String PUBLISH = "publish";
  public static final String SCENES = "scenes";
  public static final String FAILURES = "failures";
  public static final String PROGRESS = "progress";
  public static final String DEAD_LETTERS = "dead-letters";
  public static final String JANITOR = "janitor";

  /** All of them, in the order of the data flow. */
  public static final List<String> ALL = List.of(
      UPLOADS,
      PARSE,
      ADMIT,
      PROBE,
      PLAN,
      DETECT,
      ASSEMBLE,
      EMBED_IMAGE,
      TAG,
      EMBED_TEXT,
      STORE,
      PUBLISH,
      SCENES,
      FAILURES,
      PROGRESS,
      DEAD_LETTERS,
      JANITOR);

  private OperatorUids() {}
}
