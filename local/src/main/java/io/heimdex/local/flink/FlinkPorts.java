package io.heimdex.local.flink;

import io.heimdex.local.process.FreePorts;

/** Ports of a cluster of processes. They stay the same when a process is started anew. */
record FlinkPorts(int rpc, int rest, int zooKeeper) {
  static FlinkPorts find() {
    FreePorts ports = FreePorts.findLasting(3);
    return new FlinkPorts(ports.port(0), ports.port(1), ports.port(2));
  }
}
