package dev.holdfast.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for a host that this server is not, and those that a page of another site makes.
 *
 * <p>A page on the Internet can make its own name lead to this machine (DNS rebinding) and would
 * then be allowed by the browser to read what it asks for. It cannot choose another {@code Host}
 * than its own name, nor another {@code Origin}: so names are compared, whatever they resolve to.
 * Ports are not, since a tunnel may have another one.
 */
final class HostCheck {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts;
  private final Set<String> origins;
  private final boolean anyAddress;

  /**
   * @param listen where the server listens
   * @param hosts further names that it has
   * @param origins of other sites whose pages may call it
   */
  HostCheck(InetAddress listen, Set<String> hosts, Set<String> origins) {
    this.hosts =
        Stream.of(
                LOOPBACK.stream(),
                Stream.of(HostPort.normalizeHost(listen.getHostAddress())),
                hosts.stream().map(HostPort::normalizeHost))
            .flatMap(names -> names)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    this.origins =
        origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.anyAddress = listen.isAnyLocalAddress();
  }

  void check(Request request) throws RefusedRequestException {
    String host = Request.getServerName(request);
    if (host == null || !isOurs(host)) {
      throw new RefusedRequestException(
          HttpStatus.FORBIDDEN_403,
          "This server is not " + shown(host) + ".",
          "Use the address that it listens on, or start it with --allow-host.");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isAllowed(origin, request)) {
      throw new RefusedRequestException(
          HttpStatus.FORBIDDEN_403,
          "Pages of " + shown(origin) + " may not call this server.",
          "If they should, start it with --allow-origin.");
    }
  }

  /** Addresses cannot be rebound: where every address is listened on, every one is ours. */
  private boolean isOurs(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return hosts.contains(HostPort.normalizeHost(name)) || (anyAddress && isAddress(name));
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private boolean isAllowed(String origin, Request request) {
    String wanted = origin.toLowerCase(Locale.ROOT);
    return origins.contains(wanted) || wanted.equals(originOf(request));
  }

  /** The origin of the pages that this server itself serves, under the name in the request. */
  private static String originOf(Request request) {
    String host = HostPort.normalizeHost(Request.getServerName(request));
    int port = Request.getServerPort(request);
    boolean usual = port == (request.isSecure() ? 443 : 80);
    return (request.isSecure() ? "https://" : "http://")
        + host.toLowerCase(Locale.ROOT)
        + (usual ? "" : ":" + port);
  }

  private static String shown(@Nullable String given) {
    return given == null
        ? "without a name"
        : "'" + given.substring(0, Math.min(given.length(), 100)) + "'";
  }
}
