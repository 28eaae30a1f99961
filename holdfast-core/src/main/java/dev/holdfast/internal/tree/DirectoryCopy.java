package dev.holdfast.internal.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Makes directories with the mode of others. */
public final class DirectoryCopy {
  private DirectoryCopy() {}

  /**
   * Makes an empty directory with the mode of another one, except that the owner may always do
   * everything: else it could neither be filled nor removed.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
   */
  public static void make(Path original, Path copy) throws IOException {
    Files.createDirectory(copy);
    if (copy.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
      mode.addAll(Files.getPosixFilePermissions(original, LinkOption.NOFOLLOW_LINKS));
      mode.add(PosixFilePermission.OWNER_READ);
      mode.add(PosixFilePermission.OWNER_WRITE);
      mode.add(PosixFilePermission.OWNER_EXECUTE);
      Files.setPosixFilePermissions(copy, mode);
    }
  }
}
