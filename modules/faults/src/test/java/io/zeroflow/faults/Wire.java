package io.zeroflow.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between clients and a port, which can be cut: what is sent then goes nowhere, and
 * nobody is told, as when a cable is pulled. Bytes that were on their way arrive when it is whole
 * again.
 */
final class Wire implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition whole = lock.newCondition();
  private boolean cut;

  private Wire(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** One that leads to a port of this machine. */
  static Wire to(int target) throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(wire::accept);
    return wire;
  }

  int port() {
    return server.getLocalPort();
  }

  void cut() {
    set(true);
  }

  void mend() {
    set(false);
  }

  private void set(boolean value) {
    lock.lock();
    try {
      cut = value;
      whole.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitWhole() {
    lock.lock();
    try {
      while (cut) {
        whole.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void connect(Socket client) {
    awaitWhole();
    try (client;
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(broker);
      Thread back = Thread.ofVirtual().start(() -> carry(broker, client));
      carry(client, broker);
      back.join();
    } catch (IOException e) {
      // the broker is away, and so is this connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[1 << 16];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        awaitWhole();
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // one end is gone: so is the other
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    mend();
    server.close();
    sockets.forEach(Wire::close);
  }
}
