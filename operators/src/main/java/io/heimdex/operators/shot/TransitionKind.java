package io.heimdex.operators.shot;

import java.util.Locale;

/** How one shot gives way to the next. */
public enum TransitionKind {
  CUT,
  DISSOLVE,
  FADE,
  WIPE;

  /** The name in documents: {@code cut}, {@code dissolve}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
