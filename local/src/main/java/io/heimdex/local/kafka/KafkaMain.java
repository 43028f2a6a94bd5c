package io.heimdex.local.kafka;

import java.nio.file.Path;

/** A broker in a process of its own. Ends in order when it is asked to. */
public final class KafkaMain {
  private KafkaMain() {}

  /** @param args directory, then the four numbers of {@link KafkaPorts} */
  public static void main(String[] args) throws Exception {
    KafkaPorts ports = new KafkaPorts(
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Integer.parseInt(args[4]));
    EmbeddedKafka kafka = EmbeddedKafka.startOn(Path.of(args[0]), ports);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-kafka"));
    Thread.currentThread().join();
  }
}
