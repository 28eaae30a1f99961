package dev.holdfast.server.http;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where a server listens, and for whom.
 *
 * @param listen address and port; port 0 takes any that is free
 * @param hosts names that it has beside those of loopback and the address
 * @param origins of other sites, {@code https://host:port}, whose pages may call it
 */
public record WebOptions(
    InetSocketAddress listen, Set<String> hosts, Set<String> origins, Limits limits) {

  /** At an address, under its own names, for its own pages. */
  public static WebOptions at(InetSocketAddress listen) {
    return new WebOptions(listen, Set.of(), Set.of(), Limits.USUAL);
  }
}
