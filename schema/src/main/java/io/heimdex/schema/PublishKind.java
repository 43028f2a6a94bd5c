package io.heimdex.schema;

/** What the scene sink does to a video. */
public enum PublishKind {
  /** Replace its rows by those of the command, and mark it indexed. */
  PUBLISH,
  /** Remove its rows and all its derived objects, and mark it deleted. */
  DELETE,
  /** The generation failed: remove the objects that were stored for it. Its state comes through the progress sink. */
  DISCARD
}
