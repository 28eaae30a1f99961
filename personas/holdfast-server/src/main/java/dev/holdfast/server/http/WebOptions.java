package dev.holdfast.server.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Where a server listens, and for whom.
 *
 * @param listen address and port; port 0 takes any that is free
 * @param hosts names that it has beside those of loopback and the address
 * @param origins of other sites, {@code https://host:port}, whose pages may call it
 * @param tls for HTTPS; empty for HTTP
 * @param behindProxy are the headers true that say for whom a request was forwarded?
 */
public record WebOptions(
    InetSocketAddress listen,
    Set<String> hosts,
    Set<String> origins,
    Limits limits,
    Optional<Tls> tls,
    boolean behindProxy) {

  /** At an address, under its own names, for its own pages. */
  public static WebOptions at(InetSocketAddress listen) {
    return new WebOptions(listen, Set.of(), Set.of(), Limits.USUAL, Optional.empty(), false);
  }

  /** The same under further names, for the pages of further sites. */
  public WebOptions with(Set<String> otherHosts, Set<String> otherOrigins) {
    return new WebOptions(listen, otherHosts, otherOrigins, limits, tls, behindProxy);
  }

  /** The same with other limits. */
  public WebOptions with(Limits other) {
    return new WebOptions(listen, hosts, origins, other, tls, behindProxy);
  }

  /** The same over HTTPS. */
  public WebOptions with(Tls other) {
    return new WebOptions(listen, hosts, origins, limits, Optional.of(other), behindProxy);
  }

  /** The same behind a proxy, which sets the headers of forwarding itself. */
  public WebOptions withProxy() {
    return new WebOptions(listen, hosts, origins, limits, tls, true);
  }
}
