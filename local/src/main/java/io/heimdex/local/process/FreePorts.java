package io.heimdex.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports that were free when asked for. Another process may take one before it is used. */
public record FreePorts(List<Integer> ports) {
  private static final int FIRST_LASTING = 10_240;
  /** Linux' default; other systems begin higher. */
  private static final int FIRST_OUTGOING = 32_768;

  private static final int LASTING_ATTEMPTS = 1_000;

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

  /**
   * Finds distinct ports that stay free while nobody listens on them: they lie below those that the system gives to outgoing
   * connections. Another program of the same kind may still take one.
   */
  public static FreePorts findLasting(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int attempt = 0; ports.size() < count && attempt < LASTING_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_LASTING, FIRST_OUTGOING);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new IllegalStateException("No " + count + " free ports on loopback between "
          + FIRST_LASTING + " and " + FIRST_OUTGOING);
    }
    return new FreePorts(List.copyOf(ports));
  }

  private static boolean isFree(int port) {
    try (ServerSocketChannel socket = ServerSocketChannel.open()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One of them. @param index from 0 */
  public int port(int index) {
    return ports.get(index);
  }
}
