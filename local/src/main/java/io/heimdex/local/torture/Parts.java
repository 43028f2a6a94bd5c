package io.heimdex.local.torture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes containers apart: MP4, Matroska, RIFF, FLV and transport streams, whole or broken. Never fails: what it can't read, it leaves out. */
final class Parts {
  private static final int MOST_PARTS = 20_000;
  private static final int DEEPEST = 12;
  private static final int PACKET = 188;

  private static final Set<String> FIRST_BOXES =
      Set.of("ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "sidx");

  /** Boxes that hold boxes, and how many bytes of their own come before those. */
  private static final Map<String, Integer> NESTING_BOXES = Map.ofEntries(
      Map.entry("moov", 0),
      Map.entry("trak", 0),
      Map.entry("mdia", 0),
      Map.entry("minf", 0),
      Map.entry("stbl", 0),
      Map.entry("edts", 0),
      Map.entry("dinf", 0),
      Map.entry("udta", 0),
      Map.entry("mvex", 0),
      Map.entry("moof", 0),
      Map.entry("traf", 0),
      Map.entry("mfra", 0),
      Map.entry("ilst", 0),
      Map.entry("meta", 4),
      Map.entry("stsd", 8),
      Map.entry("dref", 8),
      Map.entry("avc1", 78),
      Map.entry("hvc1", 78),
      Map.entry("hev1", 78),
      Map.entry("mp4v", 78),
      Map.entry("vp09", 78),
      Map.entry("av01", 78),
      Map.entry("mp4a", 28));

  /** Segment, SeekHead, Info, Tracks, TrackEntry, Video, Audio, Cluster, BlockGroup, Cues, CuePoint, CueTrackPositions, Tags. */
  private static final Set<String> NESTING_ELEMENTS = Set.of(
      "18538067",
      "114d9b74",
      "4dbb",
      "1549a966",
      "1654ae6b",
      "ae",
      "e0",
      "e1",
      "1f43b675",
      "a0",
      "1c53bb6b",
      "bb",
      "b7",
      "1254c367",
      "7373",
      "1a45dfa3");

  private final byte[] data;
  private final List<Part> parts = new ArrayList<>();

  private Parts(byte[] data) {
    this.data = data;
  }

  /** The parts of a file, each before those in it; none if its container is not known. */
  static List<Part> of(byte[] data) {
    Parts parts = new Parts(data);
    if (data.length > 8 && FIRST_BOXES.contains(parts.text(4))) {
      parts.addBoxes(0, data.length, 0);
    } else if (data.length > 12 && parts.text(0).equals("RIFF")) {
      parts.addChunks(0, data.length, 0);
    } else if (data.length > 8 && parts.hex(0, 4).equals("1a45dfa3")) {
      parts.addElements(0, data.length, 0);
    } else if (data.length > 13 && parts.text(0).startsWith("FLV")) {
      parts.addTags(13);
    } else if (data.length > PACKET && data[0] == 0x47 && data[PACKET] == 0x47) {
      parts.addPackets();
    }
    return parts.parts;
  }

  private boolean fits(int depth) {
    return parts.size() < MOST_PARTS && depth <= DEEPEST;
  }

  private void addBoxes(int from, int to, int depth) {
    int at = from;
    while (at + 8 <= to && fits(depth)) {
      String type = text(at + 4);
      boolean large = uint32(at, ByteOrder.BIG_ENDIAN) == 1 && at + 16 <= to;
      int header = large ? 16 : 8;
      long told = large ? ByteBuffer.wrap(data).getLong(at + 8) : uint32(at, ByteOrder.BIG_ENDIAN);
      int end = end(at, told, header, to);
      Integer own = NESTING_BOXES.get(type);
      boolean leaf = own == null || at + header + own > end;
      SizeField field = large ? SizeField.LARGE_BOX : SizeField.BOX;
      parts.add(new Part(type, at, at + header, end, large ? at + 8 : at, field, leaf));
      if (own != null && !leaf) {
        addBoxes(at + header + own, end, depth + 1);
      }
      at = end;
    }
  }

  private void addChunks(int from, int to, int depth) {
    int at = from;
    while (at + 8 <= to && fits(depth)) {
      String type = text(at);
      int end = end(at, uint32(at + 4, ByteOrder.LITTLE_ENDIAN) + 8, 8, to);
      boolean leaf = !(type.equals("RIFF") || type.equals("LIST")) || at + 12 > end;
      parts.add(new Part(type, at, at + 8, end, at + 4, SizeField.CHUNK, leaf));
      if (!leaf) {
        addChunks(at + 12, end, depth + 1);
      }
      at = end + (end - at) % 2;
    }
  }

  private void addElements(int from, int to, int depth) {
    int at = from;
    while (at + 2 <= to && fits(depth)) {
      int idBytes = SizeField.elementWidth(data[at]);
      int sizeAt = at + idBytes;
      if (idBytes > 4 || sizeAt >= to) {
        return;
      }
      int sizeBytes = SizeField.elementWidth(data[sizeAt]);
      if (sizeBytes > 8 || sizeAt + sizeBytes > to) {
        return;
      }
      String type = hex(at, idBytes);
      int body = sizeAt + sizeBytes;
      int end = end(at, elementSize(sizeAt, sizeBytes) + body - at, body - at, to);
      boolean leaf = !NESTING_ELEMENTS.contains(type);
      parts.add(new Part(type, at, body, end, sizeAt, SizeField.ELEMENT, leaf));
      if (!leaf) {
        addElements(body, end, depth + 1);
      }
      at = end;
    }
  }

  private long elementSize(int at, int bytes) {
    long value = data[at] & (0xff >> bytes);
    for (int i = 1; i < bytes; i++) {
      value = value << 8 | data[at + i] & 0xff;
    }
    return value;
  }

  private void addTags(int from) {
    int at = from;
    while (at + 11 <= data.length && fits(0)) {
      long body = uint32(at, ByteOrder.BIG_ENDIAN) & 0xffffff;
      int end = end(at, 11 + body + 4, 11, data.length);
      parts.add(new Part(hex(at, 1), at, at + 11, end, at + 1, SizeField.TAG, true));
      at = end;
    }
  }

  private void addPackets() {
    for (int at = 0; at + PACKET <= data.length && fits(0); at += PACKET) {
      parts.add(new Part("packet", at, at + 4, at + PACKET, at, SizeField.NONE, true));
    }
  }

  /** Where a part ends that tells this size; with its surroundings if that can't be. */
  private static int end(int at, long size, int header, int to) {
    return size < header || size > to - at ? to : (int) (at + size);
  }

  private long uint32(int at, ByteOrder order) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(data).order(order).getInt(at));
  }

  private String text(int at) {
    return new String(data, at, 4, StandardCharsets.ISO_8859_1);
  }

  private String hex(int at, int bytes) {
    return HexFormat.of().formatHex(data, at, at + bytes);
  }
}
