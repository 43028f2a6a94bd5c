package io.heimdex.local.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection of a client, and the one to the server that belongs to it. Thread-safe. */
final class ProxiedConnection {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int DIRECTIONS = 2;

  /** A part of the work. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private final Socket client;
  private final Socket server = new Socket();
  private final InetSocketAddress target;
  private final Link link;
  private final AtomicInteger directionsLeft = new AtomicInteger(DIRECTIONS);
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private Runnable whenOver = () -> {};

  ProxiedConnection(Socket client, InetSocketAddress target, Link link) {
    this.client = client;
    this.target = target;
    this.link = link;
  }

  /** @param whenOver called once */
  void start(Runnable whenOver) {
    this.whenOver = whenOver;
    begin("connect", this::connect);
  }

  private void connect() throws IOException, InterruptedException {
    link.awaitOpen();
    server.connect(target, CONNECT_MILLIS);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    pass("up", new Flow(client, server, link, link::nanosToServer));
    pass("down", new Flow(server, client, link, link::nanosToClient));
  }

  private void pass(String name, Flow flow) {
    begin(name + "-in", flow::read);
    begin(name + "-out", () -> {
      flow.write();
      if (directionsLeft.decrementAndGet() == 0) {
        finish();
      }
    });
  }

  private synchronized void begin(String name, Step step) {
    Thread thread = Flow.thread("proxy-" + client.getPort() + "-" + name, () -> {
      try {
        step.run();
      } catch (IOException | InterruptedException e) {
        // One end is gone: so is the other, in the same way.
        reset();
      }
    });
    threads.add(thread);
    if (over.get()) {
      thread.interrupt();
    }
  }

  /** Both ends see a reset. */
  void reset() {
    linger(client);
    linger(server);
    finish();
  }

  private void finish() {
    if (over.compareAndSet(false, true)) {
      close(client);
      close(server);
      synchronized (this) {
        threads.forEach(Thread::interrupt);
      }
      whenOver.run();
    }
  }

  /** Closing sends RST instead of FIN from here on. */
  private static void linger(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // Closed already.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
