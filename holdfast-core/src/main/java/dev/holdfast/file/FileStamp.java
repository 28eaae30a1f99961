package dev.holdfast.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells of a file without reading it: identity, size and times. Two equal
 * stamps say "unchanged", provided that the earlier one was {@linkplain #settled settled}.
 *
 * @param identity the file's identity on its file system (inode), as text
 * @param size in bytes
 * @param modified when the content changed
 * @param changed when content or attributes changed; equals {@code modified} where the file system
 *     does not say
 * @param soleName is this certainly the only name of the file: no hard link, nothing mounted there?
 *     Otherwise it may change without its directory being told; see {@link DirectoryWatch}
 * @param taken when this was read
 */
public record FileStamp(
    String identity,
    long size,
    Instant modified,
    Instant changed,
    boolean soleName,
    Instant taken) {

  /**
   * Clocks of file systems are coarse (up to 2 s on FAT): a file that was changed this shortly
   * before its stamp was taken may change again and keep the stamp.
   */
  public static final Duration GRANULARITY = Duration.ofMillis(2500);

  /**
   * The stamp of a file, links followed.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static FileStamp of(Path path) throws IOException {
    return FileStamps.read(path);
  }

  /**
   * The stamp of a regular file, links not followed; null if something else stands there.
   *
   * @throws java.nio.file.NoSuchFileException if nothing does
   */
  public static @Nullable FileStamp ofRegularFile(Path path) throws IOException {
    return FileStamps.readRegular(path);
  }

  /** Is this the stamp of the same content as {@code earlier}? */
  public boolean sameContentAs(FileStamp earlier) {
    return earlier.settled()
        && identity.equals(earlier.identity)
        && size == earlier.size
        && modified.equals(earlier.modified)
        && changed.equals(earlier.changed);
  }

  /** Was the last change long enough before the stamp that a later one must show in it? */
  public boolean settled() {
    Instant latest = modified.isAfter(changed) ? modified : changed;
    return Duration.between(latest, taken).compareTo(GRANULARITY) > 0;
  }
}
