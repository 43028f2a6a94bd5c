package io.heimdex.local.torture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a part of a container tells its size. */
enum SizeField {
  /** MP4: four bytes, header included. */
  BOX(4),
  /** MP4: eight bytes after the type, header included. */
  LARGE_BOX(8),
  /** RIFF: four bytes, the lowest first, of the body. */
  CHUNK(4),
  /** Matroska: the first byte tells how many there are; of the body. */
  ELEMENT(0),
  /** FLV: three bytes, of the body. */
  TAG(3),
  /** No size is told: a packet of a transport stream. */
  NONE(0);

  private final int bytes;

  SizeField(int bytes) {
    this.bytes = bytes;
  }

  /** Writes a size, cut to what the field holds. */
  void write(byte[] data, int at, long size) {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    switch (this) {
      case BOX -> buffer.putInt(at, (int) size);
      case LARGE_BOX -> buffer.putLong(at, size);
      case CHUNK -> buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) size);
      case ELEMENT -> writeElement(data, at, size);
      case TAG -> buffer.put(at, (byte) (size >> 16)).putShort(at + 1, (short) size);
      case NONE -> {}
    }
  }

  /** Bytes of the field that begins there. */
  int width(byte[] data, int at) {
    return this == ELEMENT ? elementWidth(data[at]) : bytes;
  }

  /** Whether the size counts the header too. */
  boolean countsHeader() {
    return this == BOX || this == LARGE_BOX;
  }

  /** Bytes of a variable number by its first byte; 9 if that is 0, which no number begins with. */
  static int elementWidth(byte first) {
    return Integer.numberOfLeadingZeros(first & 0xff) - 24 + 1;
  }

  private static void writeElement(byte[] data, int at, long size) {
    int width = Math.min(8, elementWidth(data[at]));
    long marked = size & ((1L << 7 * width) - 1) | 1L << 7 * width;
    for (int i = 0; i < width; i++) {
      data[at + i] = (byte) (marked >> 8 * (width - 1 - i));
    }
  }
}
