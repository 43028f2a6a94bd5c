package io.heimdex.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Loopback ports that were free when asked for. Another process may take one before it is used. */
public record FreePorts(List<Integer> ports) {
  public FreePorts {
    ports = List.copyOf(ports);
  }

  /** Finds distinct ports. */
  public static FreePorts find(int count) {
    List<ServerSocketChannel> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      // All are open until the last is found, else the system may give the same one twice.
      for (int i = 0; i < count; i++) {
        ServerSocketChannel socket = ServerSocketChannel.open();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ports.add(((InetSocketAddress) socket.getLocalAddress()).getPort());
      }
      for (ServerSocketChannel socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No " + count + " free ports on loopback", e);
    }
    return new FreePorts(ports);
  }

  /** One of them. @param index from 0 */
  public int port(int index) {
    return ports.get(index);
  }
}
