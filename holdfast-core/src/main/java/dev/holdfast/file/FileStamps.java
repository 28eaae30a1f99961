package dev.holdfast.file;

import static java.util.Objects.requireNonNull;

import dev.holdfast.internal.os.LinuxStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@link FileStamp}s. */
final class FileStamps {
  private FileStamps() {}

  static FileStamp read(Path path) throws IOException {
    // The clock is read first: a change during the read then counts as not settled.
    Instant taken = Instant.now();
    LinuxStat stat = LinuxStat.of(path, true);
    return stat != null ? of(stat, taken) : readPortably(path, taken);
  }

  static @Nullable FileStamp readRegular(Path path) throws IOException {
    Instant taken = Instant.now();
    LinuxStat stat = LinuxStat.of(path, false);
    if (stat != null) {
      return stat.isRegular() ? of(stat, taken) : null;
    }
    // A stamp of a link would be that of its target.
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isRegularFile()
        ? readPortably(path, taken)
        : null;
  }

  private static FileStamp of(LinuxStat stat, Instant taken) {
    return new FileStamp(
        stat.device() + ":" + stat.inode(),
        stat.size(),
        stat.modified(),
        stat.changed(),
        stat.soleName(),
        taken);
  }

  static FileStamp readPortably(Path path, Instant taken) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return new FileStamp(
          get(found, "dev", Long.class) + ":" + get(found, "ino", Long.class),
          get(found, "size", Long.class),
          get(found, "lastModifiedTime", FileTime.class).toInstant(),
          get(found, "ctime", FileTime.class).toInstant(),
          false, // the platform does not tell of mounts
          taken);
    }
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    Instant modified = found.lastModifiedTime().toInstant();
    return new FileStamp(
        String.valueOf(found.fileKey()), found.size(), modified, modified, false, taken);
  }

  private static <T> T get(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(requireNonNull(attributes.get(name), name));
  }
}
