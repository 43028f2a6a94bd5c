package io.heimdex.local.torture;

/**
 * A part of a container: a box of MP4, an element of Matroska, a chunk of RIFF, a tag of FLV, a packet of a transport stream.
 *
 * @param type as the container writes it; of Matroska, hexadecimal
 * @param from first byte of its header
 * @param body first byte after its header
 * @param to end, exclusive
 * @param sizeAt first byte of its size
 * @param leaf whether it holds no other parts
 */
record Part(
    String type, int from, int body, int to, int sizeAt, SizeField sizeField, boolean leaf) {
  Part {
    if (from < 0 || body <= from && sizeField != SizeField.NONE || to < body) {
      throw new IllegalArgumentException("Part " + type + " reaches from " + from + " over " + body
          + " to " + to + "; expected ascending numbers");
    }
  }

  /** As its size field counts it. */
  long size() {
    return sizeField.countsHeader() ? to - from : to - body;
  }

  /** Whether a range lies in its body. */
  boolean encloses(int rangeFrom, int rangeTo) {
    return body <= rangeFrom && rangeTo <= to;
  }
}
