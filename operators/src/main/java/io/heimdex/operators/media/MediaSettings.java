package io.heimdex.operators.media;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How videos are read.
 *
 * @param caFile on this machine: certificates of the authorities that may vouch for an https server, in PEM. Null: those that the
 *     JDK trusts
 */
public record MediaSettings(@Nullable String caFile) implements Serializable {
  /** Trusts whom the JDK trusts. */
  public static final MediaSettings DEFAULT = new MediaSettings(null);
}
