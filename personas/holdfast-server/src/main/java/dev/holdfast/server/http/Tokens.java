package dev.holdfast.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens as a running server sees them: the file is read again whenever it was replaced. */
final class Tokens {

  private final TokenFile file;
  private final Clock clock;
  private volatile Seen seen = new Seen(null, List.of());

  /**
   * What was read, and of what. A replaced file is another one, whatever its time says.
   *
   * @param stamp null where there was no file
   */
  private record Seen(@Nullable Stamp stamp, List<Token> tokens) {}

  private record Stamp(@Nullable Object key, Instant modified, long bytes) {}

  Tokens(TokenFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The valid token with this secret. Takes the same time whichever it is, and if none is. */
  Optional<Token> find(String secret) throws IOException {
    byte[] hash = TokenFile.hash(secret).getBytes(US_ASCII);
    Token found = null;
    for (Token token : now()) {
      if (MessageDigest.isEqual(hash, token.hash().getBytes(US_ASCII))) {
        found = token;
      }
    }
    return Optional.ofNullable(found).filter(token -> token.isValidAt(clock.instant()));
  }

  /** Is the token that the caller came with still there and valid, with its scope? */
  boolean has(Caller caller) throws IOException {
    return now().stream()
        .anyMatch(
            token ->
                token.hash().equals(caller.token())
                    && token.access() == caller.access()
                    && token.isValidAt(clock.instant()));
  }

  /** Is there any that is valid? */
  boolean any() throws IOException {
    return now().stream().anyMatch(token -> token.isValidAt(clock.instant()));
  }

  private List<Token> now() throws IOException {
    Stamp stamp = stamp(); // before the content: what is newer is read again
    Seen last = seen;
    if (!Objects.equals(stamp, last.stamp())) {
      last = new Seen(stamp, file.list());
      seen = last;
    }
    return last.tokens();
  }

  private @Nullable Stamp stamp() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return new Stamp(
          attributes.fileKey(), attributes.lastModifiedTime().toInstant(), attributes.size());
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
