package dev.holdfast.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonaFetchTest {

  @TempDir private static Path directory;
  private static SSLContext tls;
  private static LocalServer secure;
  private static LocalServer plain;

  private final FetchOptions local =
      FetchOptions.strict().withAllowed(List.of(host(secure.port()), host(plain.port())));
  private final AtomicInteger lookups = new AtomicInteger();
  private List<Path> before;

  @BeforeAll
  static void start() throws Exception {
    tls = LocalServer.tls(directory);
    secure = LocalServer.secure(tls);
    plain = LocalServer.plain();
    secure
        .answer("/a.md", "persona a")
        .answer("/empty", "")
        .on("/host", e -> LocalServer.answer(e, e.getRequestHeaders().getFirst("Host")))
        .on("/headers", e -> LocalServer.answer(e, e.getRequestHeaders().keySet().toString()))
        .redirect("/relative", "a.md")
        .redirect("/private", "https://10.0.0.1/a.md")
        .redirect("/metadata", "http://169.254.169.254/latest/meta-data/")
        .redirect("/metadata-tls", "https://169.254.169.254/latest/meta-data/")
        .redirect("/file", "file:///etc/passwd")
        .redirect("/http", plain.uri("/a.md").toString())
        .redirect("/user", "https://user:secret@personas.test/a.md")
        .redirect("/no-url", "https://[")
        .redirect("/endless-redirect", "/endless-redirect")
        .on("/no-location", e -> status(e, 302))
        .on("/login", e -> status(e, 401))
        .on("/not-modified", e -> status(e, 304))
        .on("/endless", e -> endless(e, 200))
        .on("/endless-elsewhere", PersonaFetchTest::endlessRedirect)
        .on("/endless-header", PersonaFetchTest::endlessHeader)
        .on("/slow", PersonaFetchTest::slow)
        .on("/short", PersonaFetchTest::cutOff)
        .on("/declared", PersonaFetchTest::declaresMuch)
        .on("/bomb", PersonaFetchTest::bomb);
    plain.answer("/a.md", "plain a");
  }

  @AfterAll
  static void stop() {
    secure.close();
    plain.close();
  }

  @BeforeEach
  void look() throws IOException {
    before = temporaryFiles();
  }

  @AfterEach
  void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(before).containsAll(temporaryFiles()));
  }

  private static List<Path> temporaryFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "holdfast-fetch-*")) {
      files.forEach(found::add);
    }
    return found;
  }

  private static String host(int port) {
    return LocalServer.HOST + ":" + port;
  }

  /** Every name is this machine. */
  private InetAddress[] here(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    return host.equals(LocalServer.HOST)
        ? new InetAddress[] {InetAddress.getLoopbackAddress()}
        : InetAddress.getAllByName(host);
  }

  private String fetch(String path, FetchOptions options) throws IOException {
    return fetch(secure.uri(path), options);
  }

  private String fetch(URI uri, FetchOptions options) throws IOException {
    try (Fetched fetched = PersonaFetch.open(uri, options, this::here, tls)) {
      assertThat(fetched.file()).hasSize(fetched.bytes());
      return Files.readString(fetched.file());
    }
  }

  private PersonaException refusal(Code code, String path, FetchOptions options) {
    return refused(code, () -> fetch(path, options));
  }

  @Test
  void aFile_isFetchedWithOneLookup() throws Exception {
    try (Fetched fetched = PersonaFetch.open(secure.uri("/a.md#part"), local, this::here, tls)) {
      assertThat(fetched.file()).hasContent("persona a");
      assertThat(fetched.bytes()).isEqualTo(9);
      assertThat(fetched.contentType()).isEqualTo("text/markdown");
      assertThat(fetched.uri()).isEqualTo(secure.uri("/a.md"));
    }
    assertThat(lookups).hasValue(1);
    assertThat(fetch("/empty", local)).isEmpty();
  }

  @Test
  void theNameIsSent_andNothingThatWasNotMeant() throws Exception {
    assertThat(fetch("/host", local)).isEqualTo(LocalServer.HOST + ":" + secure.port());
    assertThat(fetch("/headers", local))
        .doesNotContain("Cookie", "Authorization", "Referer", "Upgrade");
  }

  @Test
  void aRedirect_isFollowedAndLookedUpAnew() throws Exception {
    assertThat(fetch("/relative", local)).isEqualTo("persona a");
    assertThat(lookups).hasValue(2);
    assertThat(fetch("/http", local.withHttp())).isEqualTo("plain a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://personas.test/a.md",
        "file:///etc/passwd",
        "ftp://personas.test/a.md",
        "jar:https://personas.test/a.zip!/a.md",
        "mailto:a@personas.test",
        "https:///a.md",
        "https://user@personas.test/a.md",
        "https://user:secret@personas.test/a.md",
        "https://personas.test:8443/a.md",
        "https://personas.test:22/a.md",
        "https://a_b:1/x",
        "a.md"
      })
  void aUrlThatIsNotPlainHttps_isRefusedWithoutALookup(String uri) {
    PersonaException refusal =
        refused(Code.INVALID_VALUE, () -> fetch(URI.create(uri), FetchOptions.strict()));
    assertThat(refusal.getMessage()).doesNotContain("secret");
    assertThat(lookups).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/a.md",
        "https://2130706433/a.md",
        "https://localhost/a.md",
        "https://[::1]/a.md",
        "https://[::ffff:10.0.0.1]/a.md",
        "https://[64:ff9b::a00:1]/a.md",
        "https://[fd00::1]/a.md",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://100.64.0.1/"
      })
  void anAddressThatIsNotPublic_isRefused(String uri) {
    assertThat(refused(Code.INVALID_VALUE, () -> fetch(URI.create(uri), FetchOptions.strict())))
        .hasMessageContaining("not on the public Internet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metadata-tls", "/file", "/http", "/user", "/no-url", "/no-location"})
  void aRedirectToWhatMayNotBeFetched_isRefused(String path) {
    assertThat(refusal(Code.INVALID_VALUE, path, local).getMessage()).doesNotContain("secret");
  }

  @Test
  void metadata_isRefusedWhateverIsAllowed() {
    FetchOptions all =
        local.withAllowed(
            List.of(host(secure.port()), "169.254.169.254", "169.254.169.254:80", "0.0.0.0"));
    refusal(Code.INVALID_VALUE, "/metadata", all.withHttp());
    refusal(Code.INVALID_VALUE, "/metadata-tls", all.withHttp());
  }

  @Test
  void anAllowedHost_isAllowedOnItsPortOnly() throws Exception {
    URI uri = secure.uri("/a.md");
    for (String host :
        List.of("personas.test", "personas.test:443", "localhost:" + secure.port())) {
      assertThat(
              refused(
                  Code.INVALID_VALUE,
                  () -> fetch(uri, FetchOptions.strict().withAllowed(List.of(host)))))
          .hasMessageContaining("only port 443 is allowed");
    }
    assertThat(
            fetch(
                uri, FetchOptions.strict().withAllowed(List.of("PERSONAS.test:" + uri.getPort()))))
        .isEqualTo("persona a");
    Target usual =
        Target.of(
            URI.create("https://Personas.test/a.md"),
            FetchOptions.strict().withAllowed(List.of("personas.test")),
            this::localhost);
    assertThat(usual.addresses()).containsExactly(InetAddress.getLoopbackAddress());
  }

  private InetAddress[] localhost(String host) {
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "a b", "https://a.test", "a.test/", "a.test:", "a.test:0", "a:b"})
  void whatIsNoHost_cannotBeAllowed(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FetchOptions.strict().withAllowed(List.of(host)));
  }

  /** The first URL leads here by its name as if it were public, as a rebound name does. */
  @Test
  void aRedirectToAPrivateAddress_isRefused() throws Exception {
    Target first = Target.of(secure.uri("/private"), local, this::here);
    Exchange.Outcome outcome = new Exchange(first, FetchOptions.strict(), tls).run();
    assertThat(outcome)
        .isEqualTo(new Exchange.Outcome.Redirect(URI.create("https://10.0.0.1/a.md")));
    refused(
        Code.INVALID_VALUE,
        () -> fetch(((Exchange.Outcome.Redirect) outcome).uri(), FetchOptions.strict()));
  }

  @Test
  void aNameWithAPublicAndAPrivateAddress_isRefused() {
    Target.Resolver both =
        h ->
            new InetAddress[] {InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("10.0.0.1")};
    assertThat(
            refused(
                Code.INVALID_VALUE,
                () ->
                    PersonaFetch.open(
                        URI.create("https://personas.test/"), FetchOptions.strict(), both, tls)))
        .hasMessageContaining("10.0.0.1");
  }

  /** The second answer would be another one; nobody asks for it. */
  @Test
  void aNameThatChangesItsAddress_isAskedForOnce() throws Exception {
    Target.Resolver rebinding =
        h ->
            new InetAddress[] {
              lookups.getAndIncrement() == 0
                  ? InetAddress.getLoopbackAddress()
                  : InetAddress.ofLiteral("192.0.2.1")
            };
    PersonaFetch.open(secure.uri("/a.md"), local, rebinding, tls).close();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aNameThatNobodyKnows_isAFailure() {
    Target.Resolver nobody =
        h -> {
          throw new UnknownHostException(h);
        };
    assertThat(
            refused(
                Code.IO_FAILURE, () -> PersonaFetch.open(secure.uri("/a.md"), local, nobody, tls)))
        .hasMessageContaining("nobody knows its host");
  }

  @Test
  void aCertificateOfAnotherName_isRefused() {
    URI other = URI.create("https://other.test:%d/a.md".formatted(secure.port()));
    Target.Resolver loopback = h -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    FetchOptions allowed = local.withAllowed(List.of("other.test:" + secure.port()));
    assertThat(refused(Code.IO_FAILURE, () -> PersonaFetch.open(other, allowed, loopback, tls)))
        .hasMessageContaining("certificate");
  }

  @Test
  void aCertificateThatNobodyVouchesFor_isRefused() throws Exception {
    SSLContext usual = SSLContext.getDefault();
    refused(
        Code.IO_FAILURE, () -> PersonaFetch.open(secure.uri("/a.md"), local, this::here, usual));
  }

  @Test
  void redirectsWithoutEnd_areRefused() {
    assertThat(refusal(Code.INVALID_VALUE, "/endless-redirect", local))
        .hasMessageContaining("more than 5 times");
    assertThat(lookups).hasValue(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/endless", "/declared"})
  void whatIsTooLarge_isRefused(String path) {
    assertThat(refusal(Code.INVALID_FILE, path, local.withMaxBytes(100_000)))
        .hasMessageContaining("more than 100000 bytes");
  }

  @Test
  void theLimitItself_isNotTooLarge() throws Exception {
    assertThat(fetch("/a.md", local.withMaxBytes(9))).hasSize(9);
    refusal(Code.INVALID_FILE, "/a.md", local.withMaxBytes(8));
  }

  @Test
  void theEndlessBodyOfARedirect_isNotRead() throws Exception {
    assertThat(fetch("/endless-elsewhere", local)).isEqualTo("persona a");
  }

  @Test
  void aHeaderWithoutEnd_isAFailure() {
    refusal(Code.IO_FAILURE, "/endless-header", local);
  }

  @Test
  void aSlowBody_takesNoLongerThanAllowed() {
    FetchOptions hasty = local.withTimeouts(Duration.ofSeconds(30), Duration.ofMillis(700));
    assertThat(refusal(Code.IO_FAILURE, "/slow", hasty)).hasMessageContaining("700 ms");
  }

  @Test
  void aSlowResolver_takesNoLongerThanAllowed() {
    CountDownLatch never = new CountDownLatch(1);
    Target.Resolver slow =
        h -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          throw new UnknownHostException(h);
        };
    FetchOptions hasty = local.withTimeouts(Duration.ofSeconds(30), Duration.ofMillis(300));
    refused(Code.IO_FAILURE, () -> PersonaFetch.open(secure.uri("/a.md"), hasty, slow, tls));
    never.countDown();
  }

  @Test
  void anInterrupt_endsIt() throws Exception {
    AtomicReference<PersonaException> refusal = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  refusal.set(refusal(Code.INTERRUPTED, "/slow", local));
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                });
    await().until(() -> lookups.get() == 1);
    thread.interrupt();
    thread.join();
    assertThat(refusal).doesNotHaveNullValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/not-modified", "/short", "/missing"})
  void anAnswerThatIsNotTheFile_isAFailure(String path) {
    refusal(Code.IO_FAILURE, path, local);
  }

  @Test
  void aCompressedBody_isRefusedAndNotUnpacked() {
    assertThat(refusal(Code.INVALID_VALUE, "/bomb", local)).hasMessageContaining("compressed");
  }

  @Test
  void aServerThatIsGone_isAFailure() throws Exception {
    LocalServer gone = LocalServer.plain();
    gone.close();
    FetchOptions allowed = local.withHttp().withAllowed(List.of(host(gone.port())));
    refused(Code.IO_FAILURE, () -> fetch(gone.uri("/a.md"), allowed));
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void endlessRedirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/a.md");
    endless(exchange, 302);
  }

  private static void endless(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, 0);
      OutputStream out = exchange.getResponseBody();
      byte[] chunk = new byte[1_000];
      while (!Thread.currentThread().isInterrupted()) {
        out.write(chunk);
      }
    }
  }

  private static void endlessHeader(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("X-Long", "x".repeat(1 << 20));
    status(exchange, 200);
  }

  /** Says something, and then nothing until nobody listens. */
  private static void slow(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(new byte[10]);
      exchange.getResponseBody().flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cutOff(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write(new byte[10]);
    exchange.getResponseBody().flush();
    throw new IOException("cut off");
  }

  private static void declaresMuch(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1L << 40);
    exchange.getResponseBody().flush();
  }

  private static void bomb(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("x".repeat(1 << 20).getBytes(UTF_8));
    }
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, packed.size());
    packed.writeTo(exchange.getResponseBody());
    exchange.close();
  }

  private static PersonaException refused(Code code, ThrowingCallable call) {
    PersonaException refusal = catchThrowableOfType(PersonaException.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(refusal).message().isNotBlank().doesNotContain("Exception").doesNotContain("null");
    assertThat(refusal.hint()).isNotBlank();
    return refusal;
  }
}
