package dev.holdfast.server.fetch;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a fetch may do.
 *
 * @param allowHttp may a URL, or a redirect, be {@code http}?
 * @param allowed the hosts, each {@code name} or {@code name:port}, small letters, that may have a
 *     loopback, private, shared (100.64.0.0/10) or unique-local address, and that port; without a
 *     port 443, or 80 for {@code http}. Other hosts are public, on these two ports. Link-local
 *     addresses, where clouds keep credentials, are never fetched from
 * @param maxBytes the most bytes that are taken
 * @param connectTimeout how long connecting to one address may take, and how long a server may be
 *     silent
 * @param timeout how long everything may take
 * @param maxRedirects how many redirects are followed
 */
public record FetchOptions(
    boolean allowHttp,
    Set<String> allowed,
    long maxBytes,
    Duration connectTimeout,
    Duration timeout,
    int maxRedirects) {

  private static final FetchOptions STRICT =
      new FetchOptions(
          false, Set.of(), 64L << 20, Duration.ofSeconds(10), Duration.ofSeconds(60), 5);

  private static final Pattern HOST =
      Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?");

  /**
   * Checks the limits and hosts, and copies the hosts.
   *
   * @throws IllegalArgumentException if a limit is negative, a time not positive, or a host none
   */
  public FetchOptions {
    allowed = Set.copyOf(allowed);
    for (String host : allowed) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException("'%s' is no host, or host:port".formatted(host));
      }
    }
    if (maxBytes < 0 || maxRedirects < 0) {
      throw new IllegalArgumentException("limits are not negative");
    }
    if (!connectTimeout.isPositive() || !timeout.isPositive()) {
      throw new IllegalArgumentException("times are positive");
    }
  }

  /** Public https only, on port 443: 64 MiB, 10 s to connect, 60 s in all, 5 redirects. */
  public static FetchOptions strict() {
    return STRICT;
  }

  /** The same, also with {@code http}. */
  public FetchOptions withHttp() {
    return new FetchOptions(true, allowed, maxBytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same, with these hosts {@link #allowed}, in whatever case. */
  public FetchOptions withAllowed(Collection<String> hosts) {
    Set<String> lower =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return new FetchOptions(allowHttp, lower, maxBytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same with another limit of bytes. */
  public FetchOptions withMaxBytes(long bytes) {
    return new FetchOptions(allowHttp, allowed, bytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same with other times. */
  public FetchOptions withTimeouts(Duration connect, Duration all) {
    return new FetchOptions(allowHttp, allowed, maxBytes, connect, all, maxRedirects);
  }

  /**
   * Is this one of the hosts that are allowed?
   *
   * @param port -1 for the usual one
   */
  boolean allows(String host, int port, int usualPort) {
    String name = host.toLowerCase(Locale.ROOT);
    int actual = port == -1 ? usualPort : port;
    return allowed.contains(name + ":" + actual) || (actual == usualPort && allowed.contains(name));
  }
}
