package io.heimdex.local.kafka;

import io.heimdex.local.process.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker and controller (KRaft) in this JVM, on loopback and free ports.
 *
 * <p>Topics, records and transactions survive {@link #close()} and a later start on the same directory; the ports may be
 * others then.
 */
public final class EmbeddedKafka implements AutoCloseable {
  /** 16 bytes in base64, as Kafka asks for: fixed, so that a directory can be opened again. */
  private static final String CLUSTER_ID = "SGVpbWRleCBsb2NhbCBzdA";

  private static final String NODE_ID = "1";
  private static final int START_ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on a directory, which is created and formatted where it is not yet. Returns when it takes requests. */
  public static EmbeddedKafka start(Path directory) throws IOException {
    Path logs = Files.createDirectories(directory).toAbsolutePath();
    format(logs);
    RuntimeException failure = new IllegalStateException("Kafka was not started");
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      try {
        FreePorts ports = FreePorts.find(2);
        return start(logs, KafkaPorts.direct(ports.port(0), ports.port(1)));
      } catch (RuntimeException e) {
        // A port that was free a moment ago may be taken by now.
        failure = e;
      }
    }
    throw new IOException("Kafka does not start on " + logs + ": " + failure.getMessage(), failure);
  }

  /** The same on given ports, in one attempt. */
  public static EmbeddedKafka startOn(Path directory, KafkaPorts ports) throws IOException {
    Path logs = Files.createDirectories(directory).toAbsolutePath();
    format(logs);
    try {
      return start(logs, ports);
    } catch (RuntimeException e) {
      throw new IOException("Kafka does not start on " + logs + ": " + e.getMessage(), e);
    }
  }

  /** {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Creates those topics that are missing. @param partitionsByTopic how many partitions a new topic gets */
  public void createTopics(Map<String, Integer> partitionsByTopic) throws IOException {
    createTopics(bootstrapServers, partitionsByTopic);
  }

  /** The same with the broker at an address. */
  public static void createTopics(String bootstrapServers, Map<String, Integer> partitionsByTopic)
      throws IOException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      partitionsByTopic.forEach((topic, partitions) -> {
        if (!present.contains(topic)) {
          missing.add(new NewTopic(topic, Optional.of(partitions), Optional.empty()));
        }
      });
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at " + bootstrapServers + " can't create topics " + partitionsByTopic.keySet()
              + ": " + e.getCause(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating topics " + partitionsByTopic.keySet(), e);
    }
  }

  /** Stops the broker after a controlled shutdown. Closing twice is fine. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static EmbeddedKafka start(Path logs, KafkaPorts ports) {
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config(logs, ports)), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new EmbeddedKafka(server, ports.bootstrapServers());
  }

  private static void format(Path logs) throws IOException {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(CLUSTER_ID)
          .setNodeId(Integer.parseInt(NODE_ID))
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(logs.toString())
          .addDirectory(logs.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new IOException("Kafka can't format " + logs + ": " + e.getMessage(), e);
    }
  }

  private static Properties config(Path logs, KafkaPorts ports) {
    Properties config = new Properties();
    config.put("process.roles", "broker,controller");
    config.put("node.id", NODE_ID);
    config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + ports.controller());
    config.put("controller.listener.names", "CONTROLLER");
    ports.addTo(config);
    config.put("log.dirs", logs.toString());
    config.put("auto.create.topics.enable", "false");
    // There is one broker, and one consumer a group.
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      config.put(topic + ".replication.factor", "1");
      config.put(topic + ".num.partitions", "4");
    }
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
    // Bytes; the default of 128 MiB is for servers.
    config.put("log.cleaner.dedupe.buffer.size", "2097152");
    return config;
  }
}
