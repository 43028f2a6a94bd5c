package io.heimdex.local.torture;

import java.util.List;

/**
 * A broken file.
 *
 * @param index which, of its seed
 * @param mutations what was done to it, in order
 */
record MutatedFile(int index, TortureSource source, List<Mutation> mutations, byte[] bytes) {

  /** Tells its index: {@code torture-000017.mp4}. */
  String name() {
    return String.format("torture-%06d%s", index, source.extension());
  }

  /** For people: {@code FLIP_BITS, TRUNCATE of clip.mp4}. */
  String describe() {
    return String.join(", ", mutations.stream().map(Mutation::name).toList()) + " of "
        + source.name();
  }
}
