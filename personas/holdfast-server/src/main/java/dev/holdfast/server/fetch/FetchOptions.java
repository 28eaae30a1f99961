package dev.holdfast.server.fetch;

import java.time.Duration;

/**
 * What a fetch may do.
 *
 * @param allowHttp may a URL, or a redirect, be {@code http}?
 * @param allowPrivate may a name stand for a loopback, private, shared (100.64.0.0/10) or
 *     unique-local address? Link-local addresses, where clouds keep credentials, never
 * @param allowAnyPort may the port be another one than 443, or 80 for {@code http}?
 * @param maxBytes the most bytes that are taken
 * @param connectTimeout how long connecting to one address may take, and how long a server may be
 *     silent
 * @param timeout how long everything may take
 * @param maxRedirects how many redirects are followed
 */
public record FetchOptions(
    boolean allowHttp,
    boolean allowPrivate,
    boolean allowAnyPort,
    long maxBytes,
    Duration connectTimeout,
    Duration timeout,
    int maxRedirects) {

  private static final FetchOptions STRICT =
      new FetchOptions(
          false, false, false, 64L << 20, Duration.ofSeconds(10), Duration.ofSeconds(60), 5);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is negative, or a time not positive
   */
  public FetchOptions {
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
    return new FetchOptions(
        true, allowPrivate, allowAnyPort, maxBytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same, also on an intranet. */
  public FetchOptions withPrivate() {
    return new FetchOptions(
        allowHttp, true, allowAnyPort, maxBytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same, on any port. */
  public FetchOptions withAnyPort() {
    return new FetchOptions(
        allowHttp, allowPrivate, true, maxBytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same with another limit of bytes. */
  public FetchOptions withMaxBytes(long bytes) {
    return new FetchOptions(
        allowHttp, allowPrivate, allowAnyPort, bytes, connectTimeout, timeout, maxRedirects);
  }

  /** The same with other times. */
  public FetchOptions withTimeouts(Duration connect, Duration all) {
    return new FetchOptions(
        allowHttp, allowPrivate, allowAnyPort, maxBytes, connect, all, maxRedirects);
  }
}
