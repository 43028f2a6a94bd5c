package io.heimdex.local.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes TCP connections of one loopback port on to another, and can disturb them: refuse, reset, delay, or swallow them.
 *
 * <p>Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final int port;
  private final int targetPort;
  private final Link link = new Link();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private @Nullable ServerSocket listening;
  private @Nullable Thread acceptor;
  private boolean closed;

  private TcpProxy(int port, int targetPort) {
    this.port = port;
    this.targetPort = targetPort;
  }

  /** Starts to listen. The target need not be there: connections are reset then. */
  public static TcpProxy start(int port, int targetPort) throws IOException {
    TcpProxy proxy = new TcpProxy(port, targetPort);
    proxy.listen();
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** How many connections are open now. */
  public int connections() {
    return connections.size();
  }

  /** How many connections there have been. */
  public long accepted() {
    return accepted.get();
  }

  /** Refuses new connections and resets those that are open, until {@link #restore}. */
  public synchronized void cut() throws IOException {
    if (listening != null && acceptor != null) {
      listening.close();
      listening = null;
      // The system listens as long as a thread accepts.
      awaitEnd(acceptor);
    }
    resetAll();
  }

  /** Resets all connections that are open, once. The two ends see {@code ECONNRESET}. @return how many */
  public int resetAll() {
    List<ProxiedConnection> open = List.copyOf(connections);
    open.forEach(ProxiedConnection::reset);
    return open.size();
  }

  /** Accepts connections and passes nothing, also on those that are open, until {@link #restore}. What comes meanwhile is late, not lost. */
  public void blackhole() {
    link.block();
  }

  /** Delays what passes, in each direction, until {@link #restore}. @param jitter at most this is added, drawn anew each time */
  public void delay(Duration toServer, Duration toClient, Duration jitter) {
    link.delay(toServer, toClient, jitter);
  }

  /** Ends every disturbance. */
  public synchronized void restore() throws IOException {
    link.restore();
    if (listening == null && !closed) {
      listen();
    }
  }

  /** Stops, and resets what is open. Closing twice is fine. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    cut();
  }

  private synchronized void listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // The port may hold the rests of earlier connections.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
    } catch (IOException e) {
      socket.close();
      throw new IOException("The proxy can't listen on port " + port + ": " + e.getMessage(), e);
    }
    listening = socket;
    acceptor = Flow.thread("proxy-" + port, () -> acceptAll(socket));
  }

  private static void awaitEnd(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a proxy is cut", e);
    }
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        serve(socket, socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("Proxy on port {} can't accept a connection", port, e);
        }
      }
    }
  }

  private void serve(ServerSocket through, Socket client) {
    accepted.incrementAndGet();
    ProxiedConnection connection =
        new ProxiedConnection(client, new InetSocketAddress(LOOPBACK, targetPort), link);
    connections.add(connection);
    connection.start(() -> connections.remove(connection));
    // A cut may have come between; it has not seen this one.
    if (through.isClosed()) {
      connection.reset();
    }
  }
}
