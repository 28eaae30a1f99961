package dev.holdfast.server.cli;

import dev.holdfast.server.http.Tls;
import dev.holdfast.server.http.WebOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code serve} is reached over HTTPS: by its own certificate, or that of a proxy. */
final class TlsOption {

  private static final String PASSWORD = "HOLDFAST_TLS_PASSWORD";

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE.p12",
      description =
          "Serve HTTPS with the key and certificate in this PKCS#12 file. Its password is in"
              + " HOLDFAST_TLS_PASSWORD or the file of --tls-password-file. Default:"
              + " HOLDFAST_TLS_KEYSTORE, otherwise HTTP.")
  private @Nullable String keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description =
          "The first line of this file is the password. Default: HOLDFAST_TLS_PASSWORD_FILE,"
              + " otherwise HOLDFAST_TLS_PASSWORD.")
  private @Nullable String passwordFile;

  @Option(
      names = "--behind-proxy",
      description =
          "Believe the headers Forwarded and X-Forwarded-*: only if a proxy sets them itself for"
              + " every request. Default: HOLDFAST_BEHIND_PROXY, otherwise they are ignored.")
  private boolean behindProxy;

  /** The options with what these say. */
  WebOptions options(Io io, WebOptions options) {
    Optional<Path> file = path(io, keystore, "HOLDFAST_TLS_KEYSTORE");
    WebOptions proxied = isBehindProxy(io) ? options.withProxy() : options;
    return file.map(keys -> proxied.with(read(io, keys))).orElse(proxied);
  }

  private Tls read(Io io, Path keys) {
    try {
      return Tls.read(keys, password(io));
    } catch (IOException e) {
      throw CommandException.failed(
          "cannot use the key store %s: %s".formatted(keys, Failures.describe(e)),
          "give a PKCS#12 file with --tls-keystore, and its password in " + PASSWORD);
    }
  }

  private String password(Io io) throws IOException {
    Optional<Path> file = path(io, passwordFile, "HOLDFAST_TLS_PASSWORD_FILE");
    return file.isPresent()
        ? Files.readString(file.get()).lines().findFirst().orElse("")
        : io.variable(PASSWORD).orElse("");
  }

  private boolean isBehindProxy(Io io) {
    String word =
        io.variable("HOLDFAST_BEHIND_PROXY").orElse("no").strip().toLowerCase(Locale.ROOT);
    return behindProxy || Set.of("1", "true", "yes", "on").contains(word);
  }

  private static Optional<Path> path(Io io, @Nullable String given, String variable) {
    return Optional.ofNullable(given).or(() -> io.variable(variable)).map(io::path);
  }
}
