package dev.holdfast.server.fetch;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a URL stands for.
 *
 * <p>The URL comes from somebody who may want to reach what only this machine reaches (server-side
 * request forgery). So each URL, the first and those of redirects, is checked, its host is resolved
 * once, every address has to be one that is allowed, and the connection goes to these addresses;
 * the name is still what the certificate has to show. No proxy, cookie or credential is used.
 *
 * <p>It runs in a thread of its own, so that nothing, not even the resolver, can hold up the caller
 * for longer than it allows.
 */
public final class PersonaFetch {

  private final FetchOptions options;
  private final Target.Resolver resolver;
  private final SSLContext tls;
  private volatile boolean abandoned;
  private volatile @Nullable Exchange current;

  private PersonaFetch(FetchOptions options, Target.Resolver resolver, SSLContext tls) {
    this.options = requireNonNull(options);
    this.resolver = resolver;
    this.tls = tls;
  }

  /**
   * Fetches {@code uri}. Waits until all of it is there.
   *
   * @throws PersonaException {@code INVALID_VALUE} if it may not be fetched, because of itself or
   *     of where it leads to; {@code INVALID_FILE} if it is too large; {@code IO_FAILURE} if it
   *     cannot be fetched or takes too long; {@code INTERRUPTED} if the thread was interrupted.
   *     Nothing is left then
   */
  public static Fetched open(URI uri, FetchOptions options) {
    try {
      return open(uri, options, InetAddress::getAllByName, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  static Fetched open(URI uri, FetchOptions options, Target.Resolver resolver, SSLContext tls) {
    return new PersonaFetch(options, resolver, tls).await(requireNonNull(uri));
  }

  private Fetched await(URI uri) {
    CompletableFuture<Fetched> result = new CompletableFuture<>();
    Thread.ofVirtual().name("holdfast-fetch").start(() -> run(uri, result));
    try {
      return result.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(uri, e.getCause());
    } catch (TimeoutException e) {
      return abandon(uri, result, tooSlow(uri));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandon(
          uri,
          result,
          new PersonaException(
              Code.INTERRUPTED,
              "fetching %s was interrupted".formatted(Target.shown(uri)),
              "Repeat it if it is still wanted."));
    }
  }

  /** Exactly one of two threads has the result: this one, or the other one that throws it away. */
  private Fetched abandon(URI uri, CompletableFuture<Fetched> result, PersonaException why) {
    boolean first = result.completeExceptionally(why); // before the other one fails for it
    abandoned = true;
    Exchange running = current;
    if (running != null) {
      running.cancel();
    }
    if (first) {
      throw why;
    }
    try {
      return result.join();
    } catch (RuntimeException e) {
      throw failure(uri, e.getCause());
    }
  }

  private void run(URI uri, CompletableFuture<Fetched> result) {
    try {
      Fetched fetched = follow(uri);
      if (!result.complete(fetched)) {
        fetched.close();
      }
    } catch (IOException | RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private Fetched follow(URI first) throws IOException {
    URI uri = first;
    for (int redirects = 0; redirects <= options.maxRedirects(); redirects++) {
      Exchange exchange = new Exchange(Target.of(uri, options, resolver), options, tls);
      current = exchange;
      if (abandoned) {
        throw tooSlow(first);
      }
      switch (exchange.run()) {
        case Exchange.Outcome.Body(Fetched fetched) -> {
          return fetched;
        }
        case Exchange.Outcome.Redirect(URI next) -> uri = next;
      }
    }
    throw Target.refused(
        first,
        "it redirects more than %d times".formatted(options.maxRedirects()),
        "Give the URL where the redirects end.");
  }

  private PersonaException tooSlow(URI uri) {
    return new PersonaException(
        Code.IO_FAILURE,
        "%s is not fetched: it took longer than %d ms"
            .formatted(Target.shown(uri), options.timeout().toMillis()),
        "Try again later, or save the file and import it from there.");
  }

  private static PersonaException failure(URI uri, @Nullable Throwable cause) {
    return switch (cause) {
      case PersonaException e -> e;
      case SSLException _ ->
          failed(uri, "no secure connection could be made, or its certificate is not valid for it");
      case SocketTimeoutException _ -> failed(uri, "the server does not answer");
      case IOException _ -> failed(uri, "the connection failed, or broke off");
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException("fetching failed", cause);
    };
  }

  private static PersonaException failed(URI uri, String problem) {
    return new PersonaException(
        Code.IO_FAILURE,
        "%s is not fetched: %s".formatted(Target.shown(uri), problem),
        "Check the URL and the network, then repeat.");
  }
}
