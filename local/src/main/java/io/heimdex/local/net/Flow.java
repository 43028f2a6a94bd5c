package io.heimdex.local.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One direction of a connection. One thread reads and notes when each piece is due, another writes: a delay costs no throughput, as
 * on a long line.
 */
final class Flow {
  private static final int PIECE_BYTES = 16 << 10;
  /** Pieces on the way; then the reader waits, and so does the sender. */
  private static final int PIECES = 256;

  /** @param length -1 at the end of the stream */
  private record Piece(byte[] bytes, int length, long dueNanos) {}

  private final Socket from;
  private final Socket to;
  private final Link link;
  private final LongSupplier delayNanos;
  private final BlockingQueue<Piece> way = new ArrayBlockingQueue<>(PIECES);

  Flow(Socket from, Socket to, Link link, LongSupplier delayNanos) {
    this.from = from;
    this.to = to;
    this.link = link;
    this.delayNanos = delayNanos;
  }

  /** Reads until the end of the stream. */
  void read() throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    int length;
    do {
      byte[] bytes = new byte[PIECE_BYTES];
      length = in.read(bytes);
      way.put(new Piece(bytes, length, System.nanoTime() + delayNanos.getAsLong()));
    } while (length >= 0);
  }

  /** Writes until the end of the stream, which it passes on. */
  void write() throws IOException, InterruptedException {
    OutputStream out = to.getOutputStream();
    for (Piece piece = next(); piece.length() >= 0; piece = next()) {
      out.write(piece.bytes(), 0, piece.length());
    }
    to.shutdownOutput();
  }

  private Piece next() throws InterruptedException {
    Piece piece = way.take();
    TimeUnit.NANOSECONDS.sleep(piece.dueNanos() - System.nanoTime());
    link.awaitOpen();
    return piece;
  }

  /** Starts a thread that keeps no process alive. */
  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 128L << 10);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
