package dev.holdfast.testkit.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the files, directories and links of a real file system. Its own inode numbers would
 * not do: they are used again.
 */
final class Inodes {

  private final Map<Object, Integer> numbers = new HashMap<>();
  private int next = DiskImage.ROOT;

  /** Takes over the numbers of an image that a directory was just filled with. */
  void adopt(Path base, DiskImage image) throws IOException {
    Map<Path, Integer> found = new HashMap<>();
    found.put(base, DiskImage.ROOT);
    image.walk((path, inode, node) -> found.put(base.resolve(path), inode));
    for (Map.Entry<Path, Integer> each : found.entrySet()) {
      numbers.putIfAbsent(key(each.getKey()), each.getValue());
    }
    for (int used : image.nodes().keySet()) {
      next = Math.max(next, used + 1);
    }
  }

  /** The number of what is there, links not followed; a new one for what was not seen before. */
  int of(Path path) throws IOException {
    return numbers.computeIfAbsent(key(path), unseen -> next++);
  }

  /** A new number for what was just created. */
  int created(Path path) throws IOException {
    numbers.put(key(path), next);
    return next++;
  }

  private static Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    if (key == null) {
      throw new UnsupportedOperationException(
          "the crash simulator needs a file system that tells inodes, as on Linux and macOS");
    }
    return key;
  }
}
