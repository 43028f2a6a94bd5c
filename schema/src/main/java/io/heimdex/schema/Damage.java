package io.heimdex.schema;

/**
 * What could not be decoded, or only in part.
 *
 * @param count of damaged packets and pictures
 * @param firstMicros presentation time of the container, of the frame that the first of them shows in or comes before; means
 *     nothing without damage
 */
public record Damage(long count, long firstMicros) {
  public static final Damage NONE = new Damage(0, 0);

  /** With what comes later. */
  public Damage plus(Damage later) {
    return new Damage(count + later.count, count > 0 ? firstMicros : later.firstMicros);
  }
}
