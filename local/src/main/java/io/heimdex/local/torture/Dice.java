package io.heimdex.local.torture;

import java.util.List;
import java.util.Random;

/** Draws what mutations need. The same numbers on every machine: the algorithm of {@link Random} is specified. Not thread-safe. */
final class Dice {
  /** The edges of the types that parsers use, and what just exceeds a limit. */
  private static final long[] HOSTILE = {
    0,
    1,
    2,
    7,
    8,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    30_000,
    0x10000,
    0xffffff,
    0x7fffffffL,
    0x80000000L,
    0xfffffff0L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE - 7,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private final Random random;

  private Dice(long seed) {
    this.random = new Random(seed);
  }

  /** Those of one file: a seed and an index give the same draws at any time, whatever was drawn for other files. */
  static Dice of(long seed, int index) {
    return new Dice(mix(seed + 0x9e3779b97f4a7c15L * (index + 1L)));
  }

  /** From 0, less than {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both bounds are inclusive. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Every order of magnitude is as likely as any other. Both bounds are inclusive; {@code least} is 1 or more. */
  int magnitude(int least, int most) {
    double logarithm =
        Math.log(least) + random.nextDouble() * (Math.log(most + 0.999) - Math.log(least));
    return Math.max(least, Math.min(most, (int) Math.exp(logarithm)));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A number that a parser may stumble over. */
  long hostile() {
    return chance(0.15) ? random.nextLong() : HOSTILE[random.nextInt(HOSTILE.length)];
  }

  /** The finaliser of SplitMix64: neighbouring seeds give unlike numbers. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
