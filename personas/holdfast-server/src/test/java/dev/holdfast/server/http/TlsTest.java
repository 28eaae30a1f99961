package dev.holdfast.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private static Path directory;
  private static Path keys;

  @BeforeAll
  static void makeAKey() throws Exception {
    keys = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "web",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  @Test
  void https_isServed_toWhoTrustsTheCertificate_andItsPagesAreItsOwn() throws Exception {
    try (WebServer server =
        WebServer.start(
            WebOptions.at(LOOPBACK).with(Tls.read(keys, "secret")), Gate.OPEN, List.of())) {
      assertThat(server.url()).startsWith("https://127.0.0.1:");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + "/healthz"))
              .header("Origin", server.url())
              .build();
      try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(200);
      }
      try (HttpClient stranger = HttpClient.newHttpClient()) {
        assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private static SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "secret".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("web", store.getCertificate("web"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void keyStore_thatCannotBeUsed_isSaidSo() throws IOException {
    Path garbage = Files.writeString(directory.resolve("garbage.p12"), "garbage");
    for (Path file : List.of(garbage, directory.resolve("missing.p12"))) {
      assertThatThrownBy(() -> Tls.read(file, "secret")).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> Tls.read(keys, "wrong")).isInstanceOf(IOException.class);
  }

  @Test
  void forwarding_isBelieved_onlyWhereItIsAskedFor() throws IOException {
    String[] headers = {
      "Host: localhost",
      "X-Forwarded-For: 192.0.2.7",
      "X-Forwarded-Proto: https",
      "Connection: close"
    };
    Mount who = Mount.guarded("/who", new WhoAsks());
    try (WebServer direct = WebServer.start(WebOptions.at(LOOPBACK), Gate.OPEN, List.of(who))) {
      assertThat(Wire.get(direct.port(), "/who", headers).body()).isEqualTo("127.0.0.1 false");
    }
    try (WebServer proxied =
        WebServer.start(WebOptions.at(LOOPBACK).withProxy(), Gate.OPEN, List.of(who))) {
      assertThat(Wire.get(proxied.port(), "/who", headers).body()).isEqualTo("192.0.2.7 true");
    }
  }

  private static final class WhoAsks extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(
          response, true, Request.getRemoteAddr(request) + " " + request.isSecure(), callback);
      return true;
    }
  }
}
