package dev.holdfast.server.fetch;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the body of an answer into a temporary file, up to a limit. */
final class Spool {

  private static final int CHUNK = 16 << 10;

  private Spool() {}

  /**
   * All of {@code body}.
   *
   * @throws PersonaException {@code INVALID_FILE} if there is more than {@code most}; nothing is
   *     left then, nor after an {@link IOException}
   */
  static Fetched take(URI uri, InputStream body, String contentType, long most) throws IOException {
    Path file = Files.createTempFile("holdfast-fetch-", ".tmp");
    boolean taken = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      long bytes = 0;
      for (int got = body.read(chunk); got >= 0; got = body.read(chunk)) {
        bytes += got;
        if (bytes > most) {
          throw tooLarge(uri, most);
        }
        out.write(chunk, 0, got);
      }
      taken = true;
      return new Fetched(uri, file, bytes, contentType);
    } finally {
      if (!taken) {
        Files.deleteIfExists(file);
      }
    }
  }

  static PersonaException tooLarge(URI uri, long most) {
    return new PersonaException(
        Code.INVALID_FILE,
        "%s is not fetched: it has more than %d bytes".formatted(Target.shown(uri), most),
        "Import it in parts, or from a file.");
  }
}
