package io.heimdex.operators.shot;

import static io.heimdex.operators.media.Signature.BYTES;
import static io.heimdex.operators.media.Signature.CHROMA_COLUMNS;
import static io.heimdex.operators.media.Signature.CHROMA_ROWS;
import static io.heimdex.operators.media.Signature.LUMA_CELLS;
import static io.heimdex.operators.media.Signature.LUMA_COLUMNS;
import static io.heimdex.operators.media.Signature.LUMA_ROWS;
import static io.heimdex.operators.media.Signature.U;
import static io.heimdex.operators.media.Signature.V;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The signatures of the last frames, and how any two of them differ. Frames count from 0; differences are in steps of 8-bit
 * luma, averaged over the picture: luma and the two chroma channels are added up with equal weight.
 *
 * <p>Not thread-safe.
 */
final class SignatureWindow {
  /** Frames held; a power of two. */
  static final int CAPACITY = 256;

  /** Contrast of a picture that is nothing but one colour. */
  static final float FLAT = 2.5f;

  private static final float UNKNOWN = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
  private static final long CARRIES = 0x0100_0100_0100_0100L;
  private static final long EVEN_LANES = 0x0000_ffff_0000_ffffL;

  private static final int CHROMA_WEIGHT = LUMA_CELLS / (CHROMA_COLUMNS * CHROMA_ROWS);

  private final byte[] cells = new byte[CAPACITY * BYTES];
  private final byte[] low = new byte[CAPACITY * BYTES];
  private final byte[] high = new byte[CAPACITY * BYTES];
  private final long[] pts = new long[CAPACITY];
  private final long[] paths = new long[CAPACITY];
  private final boolean[] widened = new boolean[CAPACITY];
  /** Negative where it was not needed yet. */
  private final float[] jumps = new float[CAPACITY];

  private final float[] contrasts = new float[CAPACITY];
  // Between the steps of widening.
  private final int[] values = new int[LUMA_CELLS];
  private final int[] lowest = new int[LUMA_CELLS];
  private final int[] highest = new int[LUMA_CELLS];
  private final int[] lows = new int[LUMA_CELLS];
  private final int[] highs = new int[LUMA_CELLS];
  private long end;

  /** Number of the next frame to come. */
  long end() {
    return end;
  }

  /** The earliest frame that is held. */
  long first() {
    return Math.max(0, end - CAPACITY);
  }

  void add(long ptsMicros, byte[] features, int offset) {
    int slot = slot(end);
    System.arraycopy(features, offset, cells, slot * BYTES, BYTES);
    pts[slot] = ptsMicros;
    widened[slot] = false;
    contrasts[slot] = contrastOf(slot * BYTES);
    end++;
    boolean alone = end == 1;
    jumps[slot] = alone ? 0 : UNKNOWN;
    paths[slot] = alone ? 0 : paths[slot(end - 2)] + sumOfDifferences(end - 2, end - 1);
  }

  long pts(long frame) {
    return pts[slot(frame)];
  }

  /** {@link #distance} to the frame before; 0 for the first frame. */
  float jump(long frame) {
    int slot = slot(frame);
    if (jumps[slot] == UNKNOWN) {
      jumps[slot] = distance(frame - 1, frame);
    }
    return jumps[slot];
  }

  /** {@link #difference} to the frame before, which {@link #jump} is never above; 0 for the first frame. */
  float step(long frame) {
    return frame == first() ? 0 : path(frame - 1, frame);
  }

  /** Mean deviation of the luma from its mean: near 0 where the picture is one flat colour. */
  float contrast(long frame) {
    return contrasts[slot(frame)];
  }

  boolean isFlat(long frame) {
    return contrast(frame) <= FLAT;
  }

  /** The largest jump of the frames from {@code from} to {@code to}, both inclusive; 0 where there are none. */
  float largestJump(long from, long to) {
    float largest = 0;
    for (long frame = Math.max(from, first() + 1); frame <= Math.min(to, end - 1); frame++) {
      if (step(frame) > largest) {
        largest = Math.max(largest, jump(frame));
      }
    }
    return largest;
  }

  /**
   * How much of the change between two frames no movement by up to a cell can explain: how far each cell is outside of what lies
   * around it in the other frame.
   */
  float distance(long one, long other) {
    int a = widened(one);
    int b = widened(other);
    int luma = outside(a, b, LUMA_CELLS);
    int chroma = outside(a + U, b + U, BYTES - U);
    return (luma + CHROMA_WEIGHT * chroma) / (2f * LUMA_CELLS);
  }

  /** As {@link #outside(int, int)} of many cells added up, eight at once in lanes of 16 bits. */
  private int outside(int a, int b, int count) {
    long sums = 0;
    for (int i = 0; i < count; i += Long.BYTES) {
      sums += outside(lanes(cells, a + i), lanes(low, b + i), lanes(high, b + i))
          + outside(lanes(cells, b + i), lanes(low, a + i), lanes(high, a + i))
          + outside(oddLanes(cells, a + i), oddLanes(low, b + i), oddLanes(high, b + i))
          + outside(oddLanes(cells, b + i), oddLanes(low, a + i), oddLanes(high, a + i));
    }
    return total(sums);
  }

  private static long outside(long values, long lows, long highs) {
    return excess(lows, values) + excess(values, highs);
  }

  /** How much each lane is greater than the other's; 0 where it is not. */
  private static long excess(long lanes, long others) {
    long differences = lanes + CARRIES - others;
    long positive = differences & CARRIES;
    return differences & positive - (positive >>> 8);
  }

  private static long lanes(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at) & EVEN_BYTES;
  }

  private static long oddLanes(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at) >>> 8 & EVEN_BYTES;
  }

  /** No lane overflows: 30 times four values below 2^8. */
  private static int total(long lanes) {
    long pairs = (lanes & EVEN_LANES) + (lanes >>> 16 & EVEN_LANES);
    return (int) (pairs + (pairs >>> 32));
  }

  private int outside(int a, int b) {
    int x = cells[a] & 0xff;
    int y = cells[b] & 0xff;
    return Math.max(0, Math.max((low[b] & 0xff) - x, x - (high[b] & 0xff)))
        + Math.max(0, Math.max((low[a] & 0xff) - y, y - (high[a] & 0xff)));
  }

  /** How far two cells of the luma are outside of what lies around the other one, added up. */
  int outside(long one, int oneCell, long other, int otherCell) {
    return outside(widened(one) + oneCell, widened(other) + otherCell);
  }

  /** Share of luma cells that differ by more than a number of steps, beyond what movement by a cell explains. */
  float changedShare(long one, long other, int steps) {
    int a = widened(one);
    int b = widened(other);
    int changed = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      if (outside(a + i, b + i) > 2 * steps) {
        changed++;
      }
    }
    return (float) changed / LUMA_CELLS;
  }

  /** Share of the picture that the box around all cells takes that differ by more than a number of steps. */
  float changedBox(long one, long other, int steps) {
    int a = widened(one);
    int b = widened(other);
    int left = LUMA_COLUMNS;
    int right = -1;
    int top = LUMA_ROWS;
    int bottom = -1;
    for (int i = 0; i < LUMA_CELLS; i++) {
      if (outside(a + i, b + i) > 2 * steps) {
        left = Math.min(left, i % LUMA_COLUMNS);
        right = Math.max(right, i % LUMA_COLUMNS);
        top = Math.min(top, i / LUMA_COLUMNS);
        bottom = Math.max(bottom, i / LUMA_COLUMNS);
      }
    }
    return right < 0 ? 0 : (float) (right - left + 1) * (bottom - top + 1) / LUMA_CELLS;
  }

  /** Mean difference of two frames, cell by cell. */
  float difference(long one, long other) {
    return (float) sumOfDifferences(one, other) / LUMA_CELLS;
  }

  private int sumOfDifferences(long one, long other) {
    int a = slot(one) * BYTES;
    int b = slot(other) * BYTES;
    return sumOfDifferences(a, b, LUMA_CELLS)
        + CHROMA_WEIGHT * sumOfDifferences(a + U, b + U, BYTES - U);
  }

  /** Eight cells at once, in lanes of 16 bits. */
  private int sumOfDifferences(int a, int b, int count) {
    long sums = 0;
    for (int i = 0; i < count; i += Long.BYTES) {
      sums += absolute(lanes(cells, a + i) + CARRIES - lanes(cells, b + i))
          + absolute(oddLanes(cells, a + i) + CARRIES - oddLanes(cells, b + i));
    }
    return total(sums);
  }

  /** Of differences in lanes, each with 256 added: where that is gone the difference is negative. */
  private static long absolute(long differences) {
    long negative = ~differences & CARRIES;
    return ((differences & EVEN_BYTES) ^ (negative - (negative >>> 8))) + (negative >>> 8);
  }

  /** The sum of the differences of all neighbours from one frame to a later one. */
  float path(long from, long to) {
    return (float) (paths[slot(to)] - paths[slot(from)]) / LUMA_CELLS;
  }

  /** Value of a cell of a frame, luma first, then both chroma channels. */
  int cell(long frame, int index) {
    return cells[slot(frame) * BYTES + index] & 0xff;
  }

  /** The smallest value of the cell and those around it. */
  int low(long frame, int index) {
    return low[widened(frame) + index] & 0xff;
  }

  /** The greatest value of the cell and those around it. */
  int high(long frame, int index) {
    return high[widened(frame) + index] & 0xff;
  }

  /** The earliest frame held that is no more than a time before a frame, yet at least and at most a number of frames away. */
  long back(long frame, long micros, int least, int most) {
    return back(frame, frame, micros, least, most);
  }

  /** The same where a frame that is too late is known already: begins to look there. */
  long back(long frame, long known, long micros, int least, int most) {
    long at = known;
    long reach = pts(frame) - micros;
    while (at > first() && frame - at < most && (frame - at < least || pts(at - 1) >= reach)) {
      at--;
    }
    return at;
  }

  /** The latest frame held that is no more than a time after a frame, yet at least and at most a number of frames away. */
  long forth(long frame, long micros, int least, int most) {
    long at = frame;
    long reach = pts(frame) + micros;
    while (at < end - 1 && at - frame < most && (at - frame < least || pts(at + 1) <= reach)) {
      at++;
    }
    return at;
  }

  private float contrastOf(int at) {
    int sum = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      sum += cells[at + i] & 0xff;
    }
    int mean = sum / LUMA_CELLS;
    int deviation = 0;
    for (int i = 0; i < LUMA_CELLS; i++) {
      deviation += Math.abs((cells[at + i] & 0xff) - mean);
    }
    return (float) deviation / LUMA_CELLS;
  }

  /** Where a frame's cells begin, once those around them were looked at. */
  private int widened(long frame) {
    int slot = slot(frame);
    int at = slot * BYTES;
    if (!widened[slot]) {
      widen(at, 0, LUMA_COLUMNS, LUMA_ROWS);
      widen(at, U, CHROMA_COLUMNS, CHROMA_ROWS);
      widen(at, V, CHROMA_COLUMNS, CHROMA_ROWS);
      widened[slot] = true;
    }
    return at;
  }

  /** Finds the least and the greatest value around each cell. Plain loops over ints, which the JVM turns into vector instructions. */
  private void widen(int at, int grid, int columns, int rows) {
    int count = columns * rows;
    for (int i = 0; i < count; i++) {
      values[i] = cells[at + grid + i] & 0xff;
    }
    widenRows(columns, count);
    widenColumns(columns, count);
    for (int i = 0; i < count; i++) {
      low[at + grid + i] = (byte) lows[i];
      high[at + grid + i] = (byte) highs[i];
    }
  }

  private void widenRows(int columns, int count) {
    for (int i = 1; i < count - 1; i++) {
      lowest[i] = Math.min(values[i], Math.min(values[i - 1], values[i + 1]));
      highest[i] = Math.max(values[i], Math.max(values[i - 1], values[i + 1]));
    }
    for (int i = 0; i < count; i += columns) {
      int last = i + columns - 1;
      lowest[i] = Math.min(values[i], values[i + 1]);
      highest[i] = Math.max(values[i], values[i + 1]);
      lowest[last] = Math.min(values[last], values[last - 1]);
      highest[last] = Math.max(values[last], values[last - 1]);
    }
  }

  private void widenColumns(int columns, int count) {
    for (int i = columns; i < count - columns; i++) {
      lows[i] = Math.min(lowest[i], Math.min(lowest[i - columns], lowest[i + columns]));
      highs[i] = Math.max(highest[i], Math.max(highest[i - columns], highest[i + columns]));
    }
    for (int i = 0; i < columns; i++) {
      int last = count - columns + i;
      lows[i] = Math.min(lowest[i], lowest[i + columns]);
      highs[i] = Math.max(highest[i], highest[i + columns]);
      lows[last] = Math.min(lowest[last], lowest[last - columns]);
      highs[last] = Math.max(highest[last], highest[last - columns]);
    }
  }

  private static int slot(long frame) {
    return (int) frame & (CAPACITY - 1);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(end);
    for (long frame = first(); frame < end; frame++) {
      out.writeLong(pts(frame));
      out.writeFloat(jumps[slot(frame)]);
      out.writeLong(paths[slot(frame)]);
      out.write(cells, slot(frame) * BYTES, BYTES);
    }
  }

  void read(DataInputStream in) throws IOException {
    long last = in.readLong();
    byte[] features = new byte[BYTES];
    for (end = Math.max(0, last - CAPACITY); end < last; ) {
      int slot = slot(end);
      long time = in.readLong();
      float jump = in.readFloat();
      long path = in.readLong();
      in.readFully(features);
      add(time, features, 0);
      jumps[slot] = jump;
      paths[slot] = path;
    }
  }
}
