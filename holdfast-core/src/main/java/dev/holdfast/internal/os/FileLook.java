package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a name stands for, links not followed. A look that fails is an error: {@link
 * Files#exists} and its like would take it for a no.
 */
public final class FileLook {
  private FileLook() {}

  /** The attributes of what stands there, or null if nothing does. */
  public static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Does anything stand there? */
  public static boolean exists(Path path) throws IOException {
    return attributes(path) != null;
  }
}
