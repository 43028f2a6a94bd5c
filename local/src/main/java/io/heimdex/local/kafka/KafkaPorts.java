package io.heimdex.local.kafka;

import java.util.Properties;

/**
 * Ports of a broker, all on loopback.
 *
 * @param broker for clients
 * @param controller for the broker itself
 * @param behindProxy for clients that come through a proxy; 0 for none
 * @param proxy which those clients are told to connect to
 */
public record KafkaPorts(int broker, int controller, int behindProxy, int proxy) {
  private static final String LOOPBACK = "127.0.0.1:";

  /** Without a proxy. */
  public static KafkaPorts direct(int broker, int controller) {
    return new KafkaPorts(broker, controller, 0, 0);
  }

  String bootstrapServers() {
    return LOOPBACK + broker;
  }

  /** A client is told the address of the listener that it came to, so the proxy needs one of its own. */
  void addTo(Properties config) {
    String listeners =
        "PLAINTEXT://" + LOOPBACK + broker + ",CONTROLLER://" + LOOPBACK + controller;
    String protocols = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT";
    if (behindProxy > 0) {
      listeners += ",PROXIED://" + LOOPBACK + behindProxy;
      protocols += ",PROXIED:PLAINTEXT";
      config.put(
          "advertised.listeners",
          "PLAINTEXT://" + LOOPBACK + broker + ",PROXIED://" + LOOPBACK + proxy);
    }
    config.put("listeners", listeners);
    config.put("listener.security.protocol.map", protocols);
    config.put("inter.broker.listener.name", "PLAINTEXT");
  }
}
