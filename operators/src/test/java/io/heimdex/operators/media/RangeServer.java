package io.heimdex.operators.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** Serves one object with ranges, as S3 does, and can be told to fail. */
final class RangeServer implements AutoCloseable {
  final AtomicLong bytesSent = new AtomicLong();
  final AtomicInteger requests = new AtomicInteger();
  /** First bytes of the ranges that were asked for. */
  final List<Integer> starts = new CopyOnWriteArrayList<>();
  /** Opened by the first request that is left without an answer. */
  final CountDownLatch hanging = new CountDownLatch(1);

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile byte[] object;
  private volatile long cutAt = Long.MAX_VALUE;
  private volatile long hangAt = Long.MAX_VALUE;
  /** What the next request is answered with. */
  private volatile IntSupplier statuses = () -> 200;

  RangeServer(byte[] object) throws IOException {
    this.object = object;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** An address whose path has an ending that does not fit. */
  String url() {
    return url(port());
  }

  /** The same through a port that leads here. */
  String url(int through) {
    return "http://" + server.getAddress().getHostString() + ":" + through
        + "/object.txt?signature=a%2Fb";
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Puts other contents behind the address. */
  void replace(byte[] newObject) {
    object = newObject;
  }

  RangeServer refuseWith(int status) {
    statuses = () -> status;
    return this;
  }

  /** Refuses every third request or so. */
  RangeServer refuseNowAndThenWith(int status, Random dice) {
    statuses = () -> dice.nextInt(3) == 0 ? status : 200;
    return this;
  }

  /** Breaks the connection whenever this byte is due. */
  RangeServer cutAt(long offset) {
    cutAt = offset;
    return this;
  }

  /** Sends nothing more once this byte is due. */
  RangeServer hangAt(long offset) {
    hangAt = offset;
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      int status = statuses.getAsInt();
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      send(exchange);
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    String last = range == null ? "" : range.replaceAll("bytes=\\d+-", "");
    int end = last.isEmpty() ? object.length : Math.min(object.length, Integer.parseInt(last) + 1);
    starts.add(from);
    exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + object.length);
    exchange.sendResponseHeaders(range == null ? 200 : 206, end - from);
    try (OutputStream body = exchange.getResponseBody()) {
      int sent = from;
      while (sent < end && sent < cutAt) {
        if (sent >= hangAt) {
          hang();
        }
        int length =
            (int) Math.min(Math.min(16_384, end - sent), Math.min(cutAt, nextStop(sent)) - sent);
        body.write(object, sent, length);
        bytesSent.addAndGet(length);
        sent += length;
      }
    }
  }

  private long nextStop(int sent) {
    return sent < hangAt ? hangAt : Long.MAX_VALUE;
  }

  private void hang() throws IOException {
    hanging.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
