package io.heimdex.operators.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/** Passes connections on to a server of this machine, and resets each after so many bytes of its answers. */
final class BreakingConnections implements AutoCloseable {
  private static final int PIECE_BYTES = 16_384;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerSocket server;
  private final int targetPort;
  private final IntSupplier lengths;

  /** @param lengths asked for each connection */
  BreakingConnections(int targetPort, IntSupplier lengths) throws IOException {
    this.targetPort = targetPort;
    this.lengths = lengths;
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptAll);
  }

  int port() {
    return server.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        int length = lengths.getAsInt();
        threads.execute(() -> pass(client, target, Integer.MAX_VALUE));
        threads.execute(() -> pass(target, client, length));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void pass(Socket from, Socket to, int most) {
    try {
      InputStream in = from.getInputStream();
      byte[] piece = new byte[PIECE_BYTES];
      for (int left = most; left > 0; ) {
        int length = in.read(piece, 0, Math.min(left, piece.length));
        if (length < 0) {
          break;
        }
        to.getOutputStream().write(piece, 0, length);
        left -= length;
      }
    } catch (IOException e) {
      // The other side was reset.
    }
    reset(from);
    reset(to);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdown();
  }
}
