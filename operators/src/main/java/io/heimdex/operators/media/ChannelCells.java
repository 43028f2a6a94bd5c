package io.heimdex.operators.media;

import java.util.Arrays;
import org.bytedeco.javacpp.indexer.ByteRawIndexer;

/**
 * Means of the cells of a grid over one channel, straight from the plane it lies in. Of each cell a few rows are read, of
 * each row at most three runs of eight bytes, spread evenly: so a large picture costs hardly more than a small one. Eight bytes are
 * added up at once in the lanes of a long. Not thread-safe.
 */
final class ChannelCells {
  private static final int MAX_RUNS = 3;

  /** Every other byte of a long: lanes of 16 bits hold the sum of 256 samples. */
  private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
  /** Every fourth byte. */
  private static final long FOURTH_BYTES = 0x0000_00ff_0000_00ffL;
  /** Adds up four lanes of 16 bits into the topmost one. */
  private static final long SUM_OF_LANES = 0x0001_0001_0001_0001L;

  private final SampleLayout layout;
  private final int planeRows;
  private final int columns;
  private final int[] rows;
  private final int rowsPerCell;
  private final int[] runs;
  private final int runsPerCell;
  private final long[] sums;

  /**
   * For pictures of a size.
   *
   * @param maxRows that are read of a cell, no more than four; each holds at least eight bytes
   */
  ChannelCells(SampleLayout layout, int width, int height, int columns, int cellRows, int maxRows) {
    this.layout = layout;
    this.columns = columns;
    planeRows = shrunk(height, layout.log2Height());
    int rowBytes = rowBytes(layout, width);
    rowsPerCell = Math.max(1, Math.min(maxRows, planeRows / cellRows));
    rows = spread(planeRows, cellRows, rowsPerCell, 1);
    runsPerCell = Math.max(1, Math.min(MAX_RUNS, rowBytes / columns / Long.BYTES));
    runs = spread(rowBytes, columns, runsPerCell, Long.BYTES);
    for (int i = 0; i < runs.length; i++) {
      runs[i] -= runs[i] % layout.step();
    }
    sums = new long[columns];
  }

  /** Bytes of a row of the channel. */
  static int rowBytes(SampleLayout layout, int width) {
    return layout.step() * shrunk(width, layout.log2Width());
  }

  private static int shrunk(int length, int log2) {
    return length + (1 << log2) - 1 >> log2;
  }

  /** Where {@code count} pieces begin in each of {@code cells} equal cells: each in the middle of its share, all within the length. */
  private static int[] spread(int length, int cells, int count, int piece) {
    int[] starts = new int[cells * count];
    double share = (double) length / starts.length;
    for (int i = 0; i < starts.length; i++) {
      int start = (int) Math.floor((i + 0.5) * share - piece / 2.0 + (piece == 1 ? 0.5 : 0));
      starts[i] = Math.max(0, Math.min(length - piece, start));
    }
    return starts;
  }

  SampleLayout layout() {
    return layout;
  }

  int planeRows() {
    return planeRows;
  }

  /** Writes the means, rounded, from {@code offset} on. */
  void measure(ByteRawIndexer plane, int stride, byte[] means, int offset) {
    int samples = runsPerCell * rowsPerCell * (Long.BYTES / layout.step());
    int to = offset;
    for (int first = 0; first < rows.length; first += rowsPerCell) {
      Arrays.fill(sums, 0);
      for (int row = first; row < first + rowsPerCell; row++) {
        addRow(plane, rows[row] * stride);
      }
      for (int column = 0; column < columns; column++) {
        means[to++] = (byte) ((total(sums[column]) + samples / 2) / samples);
      }
    }
  }

  private void addRow(ByteRawIndexer plane, int start) {
    switch (layout.step()) {
      case 1 -> addBytes(plane, start);
      case 2 -> addLanes(plane, start, EVEN_BYTES);
      default -> addLanes(plane, start, FOURTH_BYTES);
    }
  }

  private void addBytes(ByteRawIndexer plane, int start) {
    int run = 0;
    for (int column = 0; column < sums.length; column++) {
      long sum = sums[column];
      for (int end = run + runsPerCell; run < end; run++) {
        long bytes = plane.getLong(start + runs[run]);
        sum += (bytes & EVEN_BYTES) + (bytes >>> 8 & EVEN_BYTES);
      }
      sums[column] = sum;
    }
  }

  private void addLanes(ByteRawIndexer plane, int start, long lanes) {
    int shift = layout.shift();
    int run = 0;
    for (int column = 0; column < sums.length; column++) {
      long sum = sums[column];
      for (int end = run + runsPerCell; run < end; run++) {
        sum += plane.getLong(start + runs[run]) >>> shift & lanes;
      }
      sums[column] = sum;
    }
  }

  /** No lane overflows: 4 rows x 3 runs x 2 bytes x 255 is less than 2^16. */
  private int total(long sum) {
    return layout.step() == 4
        ? (int) ((sum & 0xffff_ffffL) + (sum >>> 32))
        : (int) (sum * SUM_OF_LANES >>> 48);
  }
}
