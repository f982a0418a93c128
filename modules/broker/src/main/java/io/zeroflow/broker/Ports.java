package io.zeroflow.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The two loopback ports of a node: one for clients, one for the controller that it also is. */
record Ports(int broker, int controller) {

  static final String HOST = "127.0.0.1";

  /** Two free ports. Both are held until both are known, so they differ. */
  static Ports free() {
    try (ServerSocket broker = bind(0);
        ServerSocket controller = bind(0)) {
      return new Ports(broker.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException("there is no free port on " + HOST, e);
    }
  }

  /** The given port for clients, a free one for the controller. */
  static Ports with(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port %d is not within 1 to 65535".formatted(port));
    }
    try (ServerSocket held = bind(port)) {
      return new Ports(held.getLocalPort(), free().controller());
    } catch (IOException e) {
      throw new IllegalStateException(
          "port %d on %s is taken; stop what uses it, or choose another".formatted(port, HOST), e);
    }
  }

  boolean areFree() {
    try (ServerSocket one = bind(broker);
        ServerSocket other = bind(controller)) {
      return one.isBound() && other.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(HOST));
  }
}
