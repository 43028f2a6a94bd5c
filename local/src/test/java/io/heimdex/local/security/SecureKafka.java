package io.heimdex.local.security;

import io.heimdex.local.process.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker that speaks TLS only, and asks every client for user and password. */
final class SecureKafka implements AutoCloseable {
  static final String USER = "heimdex-job";

  private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final Properties client;

  private SecureKafka(KafkaRaftServer server, String bootstrapServers, Properties client) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
    this.client = client;
  }

  static SecureKafka start(Path directory, Certificates certificates, String password)
      throws Exception {
    Path logs = Files.createDirectories(directory).toAbsolutePath();
    format(logs);
    FreePorts ports = FreePorts.find(2);
    String bootstrap = "127.0.0.1:" + ports.port(0);
    Properties client = client(certificates, password);
    Properties config = config(logs, bootstrap, ports.port(1), certificates);
    config.putAll(client);
    config.put(
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        LOGIN + " required username=\"" + USER + "\" password=\"" + password + "\" user_" + USER
            + "=\"" + password + "\";");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
    server.startup();
    return new SecureKafka(server, bootstrap, client);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** What a client has to be told, besides the address. */
  Properties client() {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** The file that Kafka's own tools would take. */
  Path clientFile(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      client.store(out, null);
    }
    return file;
  }

  void createTopics(String... names) throws Exception {
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(List.of(names).stream()
              .map(name -> new NewTopic(name, 1, (short) 1))
              .toList())
          .all()
          .get();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties client(Certificates certificates, String password) {
    Properties client = new Properties();
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "PLAIN");
    client.put(
        "sasl.jaas.config",
        LOGIN + " required username=\"" + USER + "\" password=\"" + password + "\";");
    client.put("ssl.truststore.type", "PEM");
    client.put("ssl.truststore.location", certificates.caFile().toString());
    return client;
  }

  private static Properties config(
      Path logs, String bootstrap, int controllerPort, Certificates certificates) {
    Properties config = new Properties();
    config.put("process.roles", "broker,controller");
    config.put("node.id", "1");
    config.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    config.put("controller.listener.names", "CONTROLLER");
    config.put(
        "listeners", "SASL_SSL://" + bootstrap + ",CONTROLLER://127.0.0.1:" + controllerPort);
    config.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
    config.put("inter.broker.listener.name", "SASL_SSL");
    config.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    config.put("sasl.enabled.mechanisms", "PLAIN");
    config.put("ssl.keystore.type", "PKCS12");
    config.put("ssl.keystore.location", certificates.keyStore().toString());
    config.put("ssl.keystore.password", Certificates.PASSWORD);
    config.put("ssl.key.password", Certificates.PASSWORD);
    config.put("log.dirs", logs.toString());
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      config.put(topic + ".replication.factor", "1");
      config.put(topic + ".num.partitions", "1");
    }
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("log.cleaner.dedupe.buffer.size", "2097152");
    return config;
  }

  private static void format(Path logs) throws Exception {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId("SGVpbWRleCBzZWN1cmVkIQ")
          .setNodeId(1)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(logs.toString())
          .addDirectory(logs.toString())
          .run();
    }
  }
}
