package io.heimdex.schema;

/** What a notification asks for. */
public enum NoticeKind {
  /** An object was created or replaced: index it. */
  UPLOADED,
  /** The object was removed: remove its rows and derived objects. */
  DELETED,
  /** Index it again, also when its last attempt failed. */
  REPROCESS
}
