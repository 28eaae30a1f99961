package dev.holdfast.server.cli;

import dev.holdfast.server.install.Client;
import java.util.Iterator;

/** The clients that can be named. */
final class ClientNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Client.all().stream().map(Client::id).iterator();
  }
}
