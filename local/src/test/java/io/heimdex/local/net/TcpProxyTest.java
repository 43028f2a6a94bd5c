package io.heimdex.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heimdex.local.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int SHORT_MILLIS = 200;

  private final List<Throwable> serverFailures = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private Thread echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    echo = Flow.thread("echo", this::acceptAll);
    proxy = TcpProxy.start(FreePorts.findLasting(1).port(0), server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passesAllBytesInBothDirectionsAndTheEndOfTheStream() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(1).nextBytes(sent);
    try (Socket client = connect()) {

      // When
      Flow.thread("sender", () -> send(client, sent));
      byte[] received = client.getInputStream().readAllBytes();

      // Then
      assertThat(received).isEqualTo(sent);
    }
    await().until(() -> proxy.connections() == 0);
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void refusesAndResetsWhileItIsCutAndServesAfterwards() throws Exception {
    try (Socket open = connect()) {
      assertThat(answer(open, 7)).isEqualTo(7);

      // When
      proxy.cut();

      // Then
      assertThatThrownBy(() -> answer(open, 8))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      await().until(() -> !serverFailures.isEmpty());
      assertThat(serverFailures.get(0)).hasMessageContaining("reset");
    }
    proxy.restore();
    try (Socket next = connect()) {
      assertThat(answer(next, 9)).isEqualTo(9);
    }
  }

  @Test
  void resetsWhatIsOpenOnceAndTakesNewConnections() throws Exception {
    try (Socket open = connect()) {
      assertThat(answer(open, 1)).isEqualTo(1);

      // When
      int reset = proxy.resetAll();

      // Then
      assertThat(reset).isEqualTo(1);
      assertThatThrownBy(() -> answer(open, 2)).isInstanceOf(SocketException.class);
    }
    try (Socket next = connect()) {
      assertThat(answer(next, 3)).isEqualTo(3);
    }
  }

  @Test
  void delaysEachDirectionWithoutCostInThroughput() throws Exception {
    proxy.delay(Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(20));
    try (Socket client = connect()) {

      // When
      long start = System.nanoTime();
      answer(client, 5);
      Duration oneByte = Duration.ofNanos(System.nanoTime() - start);
      byte[] sent = new byte[2_000_000];
      Flow.thread("sender", () -> send(client, sent));
      client.getInputStream().readAllBytes();
      Duration all = Duration.ofNanos(System.nanoTime() - start).minus(oneByte);

      // Then
      assertThat(oneByte).isGreaterThanOrEqualTo(Duration.ofMillis(150));
      // A delay of each piece of 16 KiB would make it 18 s.
      assertThat(all).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void swallowsWhatItPassesOnLater() throws Exception {
    try (Socket open = connect()) {
      assertThat(answer(open, 1)).isEqualTo(1);

      // When
      proxy.blackhole();

      // Then
      try (Socket next = connect()) {
        next.setSoTimeout(SHORT_MILLIS);
        open.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> answer(open, 2)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> answer(next, 3)).isInstanceOf(SocketTimeoutException.class);
        proxy.restore();
        assertThat(open.getInputStream().read()).isEqualTo(2);
        assertThat(next.getInputStream().read()).isEqualTo(3);
      }
    }
  }

  @Test
  void resetsConnectionsWhoseServerIsNotThere() throws Exception {
    // Given
    server.close();
    // The system listens as long as a thread accepts.
    echo.join();

    // When, then
    try (Socket client = connect()) {
      assertThatThrownBy(() -> answer(client, 1)).isInstanceOf(SocketException.class);
    }
    await().until(() -> proxy.connections() == 0);
  }

  private Socket connect() throws IOException {
    return new Socket(LOOPBACK, proxy.port());
  }

  private static int answer(Socket socket, int question) throws IOException {
    socket.getOutputStream().write(question);
    int answer = socket.getInputStream().read();
    if (answer < 0) {
      throw new SocketException("ended, not reset");
    }
    return answer;
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = server.accept();
        Flow.thread("echo-" + client.getPort(), () -> echo(client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      serverFailures.add(e);
    }
  }
}
