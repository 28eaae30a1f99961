package dev.holdfast.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;

/**
 * Closes connections of an address that has too many, so that one machine cannot take those of all
 * others. Programs on this machine have many times as many: they all have one address.
 */
final class AddressLimit implements SelectorManager.AcceptListener {

  /** So many times as many as others. */
  static final int LOOPBACK = 8;

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SelectableChannel, String> open = new HashMap<>(); // guarded by lock
  private final Map<String, Integer> counts = new HashMap<>(); // of what is open; guarded by lock

  /**
   * @param most open at once from one address
   */
  AddressLimit(int most) {
    this.most = most;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    if (!(channel instanceof SocketChannel socket)) {
      return;
    }
    try {
      if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote
          && admits(remote, channel))) {
        IO.close(channel);
      }
    } catch (IOException e) {
      IO.close(channel); // it has gone meanwhile
    }
  }

  private boolean admits(InetSocketAddress remote, SelectableChannel channel) {
    InetAddress address = remote.getAddress();
    long limit = address.isLoopbackAddress() ? (long) LOOPBACK * most : most;
    String group = Addresses.group(address.getHostAddress());
    lock.lock();
    try {
      if (counts.getOrDefault(group, 0) >= limit) {
        return false;
      }
      open.put(channel, group);
      counts.merge(group, 1, Integer::sum);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    lock.lock();
    try {
      String group = open.remove(channel);
      if (group != null) {
        counts.computeIfPresent(group, (_, count) -> count > 1 ? count - 1 : null);
      }
    } finally {
      lock.unlock();
    }
  }
}
