package io.heimdex.local.stack;

import io.heimdex.local.kafka.KafkaPorts;
import io.heimdex.local.process.FreePorts;

/** Ports of the services that are processes, and of the proxies before them. They stay the same when a process is started anew. */
record ServicePorts(KafkaPorts kafka, int postgres, int postgresProxy, int s3, int s3Proxy) {
  static ServicePorts find() {
    FreePorts free = FreePorts.findLasting(8);
    return new ServicePorts(
        new KafkaPorts(free.port(0), free.port(1), free.port(2), free.port(3)),
        free.port(4),
        free.port(5),
        free.port(6),
        free.port(7));
  }
}
