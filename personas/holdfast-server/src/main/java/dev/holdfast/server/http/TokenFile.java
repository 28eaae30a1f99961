package dev.holdfast.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens of a folder, in one file that only its owner reads. Any number of processes may change
 * it at once.
 *
 * <p>It has the SHA-256 of each secret, without salt and without a slow function: these are for
 * secrets that people choose. Ours are 256 random bits, of which nobody tries a noticeable part,
 * however fast the trial, and which are never the same for two tokens.
 */
public final class TokenFile {

  /** Where it is in the folder's lock domain. */
  private static final String FILE = "tokens.json";

  private static final int FORMAT = 1;
  private static final int SECRET_BYTES = 32;
  private static final String PREFIX = "holdfast_";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final long MOST_BYTES = 4 << 20;

  private final Path path;
  private final AtomicFiles files;
  private final Clock clock;

  /**
   * @param domain the folder's lock domain
   * @param locks its manager
   */
  public TokenFile(Path domain, LockManager locks, Clock clock) {
    this.path = domain.resolve(FILE);
    this.files = AtomicFiles.lockedBy(locks);
    this.clock = clock;
  }

  Path path() {
    return path;
  }

  /** Can a token have this name? Letters, digits and {@code . _ @ -}, 64 at most. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Makes a token.
   *
   * @return its secret, which is never seen again; empty if there is a token of that name, which
   *     stays
   * @throws IOException if the file cannot be read or written; there is no new token then
   */
  public Optional<String> create(String name, Access access, Optional<Instant> expires)
      throws IOException, InterruptedException {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Token token =
        new Token(
            name, access, hash(secret), clock.instant().truncatedTo(ChronoUnit.SECONDS), expires);
    boolean[] taken = new boolean[1];
    byte[] _ =
        files.update(
            path,
            content -> {
              List<Token> tokens = read(content);
              taken[0] = tokens.stream().anyMatch(other -> other.name().equals(name));
              if (taken[0]) {
                return content;
              }
              tokens.add(token);
              return written(tokens);
            });
    return taken[0] ? Optional.empty() : Optional.of(secret);
  }

  /**
   * Ends a token, in running servers at their next request.
   *
   * @return was there one?
   */
  public boolean revoke(String name) throws IOException, InterruptedException {
    if (list().stream().noneMatch(token -> token.name().equals(name))) {
      return false; // do not create a file for nothing
    }
    boolean[] found = new boolean[1];
    byte[] _ =
        files.update(
            path,
            content -> {
              List<Token> tokens = read(content);
              found[0] = tokens.removeIf(token -> token.name().equals(name));
              return written(tokens);
            });
    return found[0];
  }

  /**
   * The tokens, in the order of their creation.
   *
   * @throws IOException if the file cannot be read or is not what it should be
   */
  public List<Token> list() throws IOException {
    try {
      return List.copyOf(read(files.read(path, MOST_BYTES)));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private List<Token> read(byte[] content) {
    List<Token> tokens = new ArrayList<>();
    if (content.length == 0) {
      return tokens;
    }
    try {
      JsonNode root = Answers.MAPPER.readTree(content);
      if (root.path("format").asInt(0) != FORMAT) {
        throw new IllegalStateException(path + " has a format that this version does not know");
      }
      for (JsonNode node : root.path("tokens")) {
        tokens.add(
            new Token(
                node.path("name").asString(),
                Access.valueOf(node.path("scope").asString().toUpperCase(Locale.ROOT)),
                node.path("sha256").asString(),
                Instant.parse(node.path("created").asString()),
                node.has("expires")
                    ? Optional.of(Instant.parse(node.path("expires").asString()))
                    : Optional.empty()));
      }
      return tokens;
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new IllegalStateException(
          path + " is not a file of tokens; it is left as it is. Delete it and create new tokens.",
          e);
    }
  }

  private static byte[] written(List<Token> tokens) {
    ObjectNode root = Answers.MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode array = root.putArray("tokens");
    for (Token token : tokens) {
      ObjectNode node =
          array
              .addObject()
              .put("name", token.name())
              .put("scope", token.access().name().toLowerCase(Locale.ROOT))
              .put("sha256", token.hash())
              .put("created", token.created().toString());
      token.expires().ifPresent(time -> node.put("expires", time.toString()));
    }
    return Answers.MAPPER.writeValueAsBytes(root);
  }
}
