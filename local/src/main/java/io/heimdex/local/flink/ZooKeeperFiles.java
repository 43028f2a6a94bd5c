package io.heimdex.local.flink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a ZooKeeper with one server is started with. */
record ZooKeeperFiles(FlinkSettings settings, int port) {
  private static final int ANSWER_MILLIS = 2_000;

  Path conf() {
    return settings.conf().resolve("zoo.cfg");
  }

  void write() throws IOException {
    Files.createDirectories(settings.zooKeeper());
    // Milliseconds; a session may last 2 to 20 of these.
    Files.writeString(conf(), """
        tickTime=1000
        dataDir=%s
        clientPort=%d
        clientPortAddress=%s
        admin.enableServer=false
        4lw.commands.whitelist=ruok
        """.formatted(settings.zooKeeper(), port, FlinkConfig.LOOPBACK));
  }

  /** Asks the server, in its own words. */
  boolean isServing() throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(new InetSocketAddress(FlinkConfig.LOOPBACK, port), ANSWER_MILLIS);
      socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .equals("imok");
    }
  }
}
