package dev.holdfast.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A source that gives the same at every reading, or refuses with CHANGED. */
final class PinnedSource implements ImportSource {

  private final ImportSource source;
  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  PinnedSource(ImportSource source) {
    this.source = source;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    MessageDigest digest = sha256();
    source.read(
        new Receiver() {
          @Override
          public void persona(String fileName, byte[] content) throws IOException {
            add(digest, fileName.getBytes(UTF_8));
            add(digest, content);
            receiver.persona(fileName, content);
          }

          @Override
          public void leftOut(String fileName, String reason) throws IOException {
            receiver.leftOut(fileName, reason);
          }
        });
    String whole = HexFormat.of().formatHex(digest.digest());
    if (!first.compareAndSet(null, whole) && !whole.equals(first.get())) {
      throw new PersonaException(
          PersonaException.Code.CHANGED,
          "what is to be imported was changed while the user was asked",
          "Nothing was imported. Repeat the call.");
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
