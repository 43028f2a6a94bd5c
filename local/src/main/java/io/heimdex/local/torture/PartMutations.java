package io.heimdex.local.torture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Damage to the parts of a container. A file whose container is not known is damaged by bytes instead. */
final class PartMutations {
  /** What tells sizes and counts is small; what is large holds pictures. */
  private static final int SMALL_BYTES = 4096;

  /** Fields that a demuxer allocates or counts by: where they begin in the body of their box, and how long they are. */
  private static final Map<String, List<Field>> FIELDS = Map.ofEntries(
      Map.entry("mvhd", List.of(new Field(12, 4), new Field(16, 4))),
      Map.entry("mdhd", List.of(new Field(12, 4), new Field(16, 4))),
      Map.entry("tkhd", List.of(new Field(20, 4), new Field(76, 4), new Field(80, 4))),
      Map.entry(
          "elst", List.of(new Field(4, 4), new Field(8, 4), new Field(12, 4), new Field(16, 4))),
      Map.entry("stsd", List.of(new Field(4, 4))),
      Map.entry("stts", List.of(new Field(4, 4), new Field(8, 4), new Field(12, 4))),
      Map.entry("ctts", List.of(new Field(4, 4), new Field(8, 4), new Field(12, 4))),
      Map.entry(
          "stsc", List.of(new Field(4, 4), new Field(8, 4), new Field(12, 4), new Field(16, 4))),
      Map.entry("stsz", List.of(new Field(4, 4), new Field(8, 4), new Field(12, 4))),
      Map.entry("stco", List.of(new Field(4, 4), new Field(8, 4))),
      Map.entry("co64", List.of(new Field(4, 4), new Field(8, 8))),
      Map.entry("stss", List.of(new Field(4, 4), new Field(8, 4))),
      Map.entry("trun", List.of(new Field(0, 4), new Field(4, 4), new Field(8, 4))),
      Map.entry("tfhd", List.of(new Field(0, 4), new Field(4, 4))),
      Map.entry("trex", List.of(new Field(4, 4), new Field(12, 4))),
      Map.entry("avc1", List.of(new Field(24, 2), new Field(26, 2), new Field(24, 4))),
      Map.entry("hvc1", List.of(new Field(24, 2), new Field(26, 2), new Field(24, 4))),
      Map.entry("mp4v", List.of(new Field(24, 2), new Field(26, 2), new Field(24, 4))),
      // Matroska: width, height, time scale, duration, kind of the track, time of the cluster.
      Map.entry("b0", List.of(new Field(0, 1), new Field(0, 2))),
      Map.entry("ba", List.of(new Field(0, 1), new Field(0, 2))),
      Map.entry("2ad7b1", List.of(new Field(0, 3))),
      Map.entry("4489", List.of(new Field(0, 8), new Field(0, 4))),
      Map.entry("83", List.of(new Field(0, 1))),
      Map.entry("e7", List.of(new Field(0, 1), new Field(0, 2))),
      // AVI: the time of a frame, the streams, width and height; of a stream scale, rate, length;
      // of its format width, height.
      Map.entry(
          "avih", List.of(new Field(0, 4), new Field(24, 4), new Field(32, 4), new Field(36, 4))),
      Map.entry("strh", List.of(new Field(20, 4), new Field(24, 4), new Field(32, 4))),
      Map.entry("strf", List.of(new Field(0, 4), new Field(4, 4), new Field(8, 4))));

  private PartMutations() {}

  private record Field(int at, int bytes) {}

  static byte[] deletePart(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    if (parts.isEmpty()) {
      return ByteMutations.cutOut(data, other, dice);
    }
    Part part = dice.of(parts);
    return splice(data, parts, part.from(), part.to(), new byte[0], dice);
  }

  static byte[] duplicatePart(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    if (parts.isEmpty()) {
      return ByteMutations.duplicateRange(data, other, dice);
    }
    Part part = dice.of(parts);
    return splice(data, parts, part.to(), part.to(), bytes(data, part), dice);
  }

  /** Puts a part before or after another, which may be one that it holds itself. */
  static byte[] movePart(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    if (parts.isEmpty()) {
      return ByteMutations.moveRange(data, other, dice);
    }
    Part part = dice.of(parts);
    byte[] rest = splice(data, parts, part.from(), part.to(), new byte[0], dice);
    List<Part> left = Parts.of(rest);
    if (left.isEmpty()) {
      return rest.length == 0 ? data : rest;
    }
    int at = dice.of(left).from();
    return splice(rest, left, at, at, bytes(data, part), dice);
  }

  /** Puts a part of another file in the place of one, or before it. */
  static byte[] insertPartOfAnother(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    List<Part> others = Parts.of(other);
    if (parts.isEmpty() || others.isEmpty()) {
      return ByteMutations.insertOfAnother(data, other, dice);
    }
    Part place = dice.of(parts);
    int to = dice.chance(0.5) ? place.from() : place.to();
    return splice(data, parts, place.from(), to, bytes(other, dice.of(others)), dice);
  }

  /** Puts the part of the same type of another file in the place of one: its index with foreign pictures, its pictures with a foreign index. */
  static byte[] exchangePart(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    List<Part> others = Parts.of(other);
    List<Part> matching = parts.stream()
        .filter(part -> others.stream().anyMatch(another -> another.type().equals(part.type())))
        .toList();
    if (matching.isEmpty()) {
      return insertPartOfAnother(data, other, dice);
    }
    Part place = dice.of(matching);
    Part another = dice.of(others.stream()
        .filter(candidate -> candidate.type().equals(place.type()))
        .toList());
    return splice(data, parts, place.from(), place.to(), bytes(other, another), dice);
  }

  static byte[] hostileSize(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data).stream()
        .filter(part -> part.sizeField() != SizeField.NONE)
        .toList();
    if (parts.isEmpty()) {
      return ByteMutations.overwrite(data, other, dice);
    }
    byte[] result = data.clone();
    Part part = dice.of(parts);
    if (part.sizeField() == SizeField.BOX && part.from() + 16 <= data.length && dice.chance(0.25)) {
      // 1 says that eight bytes of size follow the type.
      SizeField.BOX.write(result, part.from(), 1);
      SizeField.LARGE_BOX.write(result, part.from() + 8, dice.hostile());
    } else {
      long near = part.size() + dice.between(-9, 9);
      part.sizeField().write(result, part.sizeAt(), dice.chance(0.3) ? near : dice.hostile());
    }
    return result;
  }

  static byte[] hostileField(byte[] data, byte[] other, Dice dice) {
    List<Part> parts = Parts.of(data);
    List<Part> known =
        parts.stream().filter(part -> FIELDS.containsKey(part.type())).toList();
    List<Part> small = parts.stream()
        .filter(part ->
            part.leaf() && part.to() > part.body() && part.to() - part.body() <= SMALL_BYTES)
        .toList();
    if (!known.isEmpty() && dice.chance(0.7)) {
      Part part = dice.of(known);
      return write(
          data, part, dice.of(FIELDS.getOrDefault(part.type(), List.of())), dice.hostile());
    }
    if (small.isEmpty()) {
      return ByteMutations.overwrite(data, other, dice);
    }
    Part part = dice.of(small);
    int bytes = 1 << dice.below(4);
    int at = dice.below(part.to() - part.body()) / bytes * bytes;
    return write(data, part, new Field(at, bytes), dice.hostile());
  }

  private static byte[] write(byte[] data, Part part, Field field, long value) {
    byte[] result = data.clone();
    int from = part.body() + field.at();
    for (int i = 0; i < field.bytes() && from + i < part.to(); i++) {
      result[from + i] = (byte) (value >> 8 * (field.bytes() - 1 - i));
    }
    return result;
  }

  private static byte[] bytes(byte[] data, Part part) {
    return Arrays.copyOfRange(data, part.from(), part.to());
  }

  /** Puts bytes in the place of a range. Half of the time the parts around it tell their new sizes, so that a parser gets so far. */
  private static byte[] splice(
      byte[] data, List<Part> parts, int from, int to, byte[] inserted, Dice dice) {
    byte[] resized = data.clone();
    if (dice.chance(0.5)) {
      int growth = inserted.length - (to - from);
      for (Part part : parts) {
        if (part.encloses(from, to) && part.sizeField() != SizeField.NONE) {
          part.sizeField().write(resized, part.sizeAt(), part.size() + growth);
        }
      }
    }
    return ByteMutations.splice(resized, from, to, inserted);
  }
}
