package io.heimdex.local.torture;

import java.util.Arrays;

/** Damage that knows nothing of containers. Each takes bytes, at least one, and gives new ones. */
final class ByteMutations {
  private static final int HEAD_BYTES = 4096;
  private static final int MOST_FLIPS = 20_000;
  private static final int MOST_GARBAGE = 1 << 18;

  private ByteMutations() {}

  /** From a single bit to one in a hundred bytes. */
  static byte[] flipBits(byte[] data, byte[] other, Dice dice) {
    return flip(
        data, 0, data.length, dice.magnitude(1, Math.min(MOST_FLIPS, data.length / 100 + 1)), dice);
  }

  static byte[] flipBitsOfTheHead(byte[] data, byte[] other, Dice dice) {
    return flip(data, 0, Math.min(HEAD_BYTES, data.length), dice.magnitude(1, 64), dice);
  }

  static byte[] flipBitsOfTheTail(byte[] data, byte[] other, Dice dice) {
    return flip(
        data, Math.max(0, data.length - HEAD_BYTES), data.length, dice.magnitude(1, 64), dice);
  }

  static byte[] overwrite(byte[] data, byte[] other, Dice dice) {
    Range range = Range.draw(data, dice);
    byte[] garbage = dice.bytes(range.length());
    byte[] result = data.clone();
    System.arraycopy(garbage, 0, result, range.from(), garbage.length);
    return result;
  }

  static byte[] zero(byte[] data, byte[] other, Dice dice) {
    Range range = Range.draw(data, dice);
    byte[] result = data.clone();
    Arrays.fill(result, range.from(), range.to(), (byte) 0);
    return result;
  }

  static byte[] truncate(byte[] data, byte[] other, Dice dice) {
    int length = dice.chance(0.5) ? dice.between(1, data.length) : dice.magnitude(1, data.length);
    return Arrays.copyOf(data, length);
  }

  static byte[] cutOut(byte[] data, byte[] other, Dice dice) {
    Range range = Range.draw(data, dice);
    return splice(data, range.from(), range.to(), new byte[0]);
  }

  static byte[] duplicateRange(byte[] data, byte[] other, Dice dice) {
    Range range = Range.draw(data, dice);
    return splice(data, range.to(), range.to(), range.of(data));
  }

  static byte[] moveRange(byte[] data, byte[] other, Dice dice) {
    Range range = Range.draw(data, dice);
    byte[] rest = splice(data, range.from(), range.to(), new byte[0]);
    int at = dice.between(0, rest.length);
    return splice(rest, at, at, range.of(data));
  }

  static byte[] insertOfAnother(byte[] data, byte[] other, Dice dice) {
    byte[] inserted = Range.draw(other, dice).of(other);
    int at = dice.between(0, data.length);
    int to = dice.chance(0.5) ? at : Math.min(data.length, at + inserted.length);
    return splice(data, at, to, inserted);
  }

  static byte[] appendAnother(byte[] data, byte[] other, Dice dice) {
    return splice(data, data.length, data.length, other);
  }

  static byte[] garbageAfterTheHead(byte[] data, byte[] other, Dice dice) {
    int head = dice.magnitude(1, data.length);
    return splice(data, head, data.length, dice.bytes(dice.magnitude(1, MOST_GARBAGE)));
  }

  /** Puts bytes in the place of a range. */
  static byte[] splice(byte[] data, int from, int to, byte[] inserted) {
    byte[] result = Arrays.copyOf(data, data.length - (to - from) + inserted.length);
    System.arraycopy(inserted, 0, result, from, inserted.length);
    System.arraycopy(data, to, result, from + inserted.length, data.length - to);
    return result;
  }

  private static byte[] flip(byte[] data, int from, int to, int count, Dice dice) {
    byte[] result = data.clone();
    for (int i = 0; i < count; i++) {
      result[from + dice.below(to - from)] ^= (byte) (1 << dice.below(8));
    }
    return result;
  }

  /** Some bytes of a file: at least one, at most all. */
  private record Range(int from, int to) {
    static Range draw(byte[] data, Dice dice) {
      int from = dice.below(data.length);
      return new Range(from, from + dice.magnitude(1, data.length - from));
    }

    int length() {
      return to - from;
    }

    byte[] of(byte[] data) {
      return Arrays.copyOfRange(data, from, to);
    }
  }
}
