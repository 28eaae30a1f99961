package dev.holdfast.personas;

import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Persona files as they were read.
 *
 * <p>What was parsed is kept with the stamp of the file and a digest of its content: a file whose
 * stamp says "unchanged" is not read again, one with the same content is not parsed again.
 */
final class FileCache {

  /**
   * A look at a file.
   *
   * @param told does the directory tell of its next change?
   */
  record Look(Loaded loaded, boolean told) {}

  /**
   * What was read.
   *
   * @param stamp of the file before
   * @param belongs is it the stamp of this content? Not if the file changed meanwhile, or so
   *     shortly before that a later change might not show
   * @param digest of its content
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cached(FileStamp stamp, boolean belongs, byte[] digest, Loaded loaded) {}

  private final Settling settling;
  private final Map<Path, Cached> files = new ConcurrentHashMap<>();

  FileCache(Settling settling) {
    this.settling = settling;
  }

  /**
   * A file as it is now; empty if there is none. An unchanged one is not parsed again.
   *
   * @param read read it also if its stamp says "unchanged"
   */
  Optional<Look> look(Path path, boolean read) throws IOException {
    try {
      FileStamp stamp = Settling.stampOf(path);
      Cached cached = files.get(path);
      if (!read
          && cached != null
          && cached.belongs
          && stamp != null
          && stamp.sameContentAs(cached.stamp)) {
        return Optional.of(new Look(cached.loaded, stamp.soleName()));
      }
      return Optional.of(readNew(path, stamp, cached));
    } catch (NoSuchFileException e) {
      files.remove(path);
      return Optional.empty();
    }
  }

  private Look readNew(Path path, @Nullable FileStamp before, @Nullable Cached cached)
      throws IOException {
    RawFile raw = settling.read(path);
    if (!(raw instanceof RawFile.Content(byte[] bytes)) || before == null) {
      files.remove(path);
      return new Look(Loaded.of(path, raw.parse(path)), false);
    }
    byte[] digest = digestOf(bytes);
    boolean same = cached != null && MessageDigest.isEqual(digest, cached.digest);
    Loaded loaded = cached != null && same ? cached.loaded : Loaded.of(path, raw.parse(path));
    // The stamp counts only if the content certainly belongs to it: the same before and after, and
    // old enough that a later change must show.
    boolean belongs = FileStamp.of(path).sameContentAs(before);
    files.put(path, new Cached(before, belongs, digest, loaded));
    return new Look(loaded, before.soleName());
  }

  /** The files that had one of these {@linkplain FileStamp#identity identities}. */
  List<Path> withIdentities(Set<String> identities) {
    List<Path> found = new ArrayList<>();
    if (!identities.isEmpty()) {
      files.forEach(
          (path, cached) -> {
            if (identities.contains(cached.stamp.identity())) {
              found.add(path);
            }
          });
    }
    return found;
  }

  void clear() {
    files.clear();
  }

  private static byte[] digestOf(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
