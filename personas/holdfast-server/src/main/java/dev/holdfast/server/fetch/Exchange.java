package dev.holdfast.server.fetch;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, on a connection of its own to an address that was checked. Nothing is
 * followed, retried, unpacked, remembered or sent through a proxy.
 */
final class Exchange {

  /** What came of it. */
  sealed interface Outcome {

    /** The body. */
    record Body(Fetched fetched) implements Outcome {}

    /** It is elsewhere. */
    record Redirect(URI uri) implements Outcome {}
  }

  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_HEADERS = 100;

  private final Target target;
  private final FetchOptions options;
  private final SSLContext tls;
  private final HttpGet request;

  Exchange(Target target, FetchOptions options, SSLContext tls) {
    this.target = target;
    this.options = options;
    this.tls = tls;
    this.request = new HttpGet(target.uri());
    request.setHeader("Accept", "text/markdown, application/json, application/zip, */*;q=0.5");
    request.setHeader("Accept-Encoding", "identity");
  }

  /** Ends the exchange at once, from another thread; also before it has begun. */
  void cancel() {
    request.cancel();
  }

  Outcome run() throws IOException {
    CloseableHttpClient client = client();
    try {
      ClassicHttpResponse response = client.executeOpen(null, request, null);
      return outcome(response);
    } finally {
      // Not a polite end: whoever is polite reads the rest of the body, which may have no end.
      request.cancel();
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private CloseableHttpClient client() {
    Timeout silence = timeout(options.connectTimeout());
    HttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new Pinned())
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(MAX_LINE)
                            .setMaxHeaderCount(MAX_HEADERS)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(silence)
                    .setSocketTimeout(silence)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(silence)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setUserAgent("holdfast")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
  }

  private Outcome outcome(ClassicHttpResponse response) throws IOException {
    int status = response.getCode();
    if (isRedirect(status)) {
      String location = header(response, "Location");
      if (location.isEmpty()) {
        throw Target.refused(target.uri(), "it redirects to nowhere", "Check the URL.");
      }
      return new Outcome.Redirect(Target.redirect(target.uri(), location));
    }
    if (status != 200) {
      throw new PersonaException(
          Code.IO_FAILURE,
          "%s is not fetched: the server answers with status %d"
              .formatted(Target.shown(target.uri()), status),
          "Open the URL in a browser; it has to show the file without a login.");
    }
    String encoding = header(response, "Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw Target.refused(
          target.uri(),
          "the server sends it compressed, which it was not asked to",
          "Save the file and import it from there.");
    }
    return new Outcome.Body(body(response.getEntity(), header(response, "Content-Type")));
  }

  private Fetched body(@Nullable HttpEntity entity, String contentType) throws IOException {
    if (entity == null) {
      return Spool.take(
          target.uri(), InputStream.nullInputStream(), contentType, options.maxBytes());
    }
    if (entity.getContentLength() > options.maxBytes()) {
      throw Spool.tooLarge(target.uri(), options.maxBytes());
    }
    return Spool.take(target.uri(), entity.getContent(), contentType, options.maxBytes());
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }

  /** Gives the addresses that were checked, and no others. */
  private final class Pinned implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return target.addresses().toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      throw new UnknownHostException(host);
    }
  }
}
