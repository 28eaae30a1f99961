package dev.holdfast.testkit.crash;

import dev.holdfast.testkit.internal.fs.DirectCalls;
import dev.holdfast.testkit.internal.fs.PathMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link DiskImage} a real directory. */
final class Materializer {

  private final DirectCalls calls = new DirectCalls();
  private final Path base;
  private final DiskImage image;
  private final Map<Integer, Path> files = new HashMap<>();

  private Materializer(Path base, DiskImage image) {
    this.base = base;
    this.image = image;
  }

  /** Fills an empty directory. */
  static void fill(Path base, DiskImage image) throws IOException {
    new Materializer(base, image).fill();
  }

  private void fill() throws IOException {
    Map<String, Integer> inodes = new LinkedHashMap<>();
    image.walk((path, inode, node) -> inodes.put(path, inode));
    for (Map.Entry<String, Integer> each : inodes.entrySet()) {
      create(base.resolve(each.getKey()), each.getValue());
    }
    // Last, and from below: a directory may not be writable afterwards.
    for (Map.Entry<String, Integer> each : new ArrayList<>(inodes.entrySet()).reversed()) {
      setAttributes(base.resolve(each.getKey()), image.attributesOf(each.getValue()));
    }
  }

  private void create(Path path, int inode) throws IOException {
    switch (image.nodes().get(inode)) {
      case Node.Directory directory -> Files.createDirectory(path);
      case Node.SymbolicLink link -> {
        Path target = base.getFileSystem().getPath(link.target());
        Files.createSymbolicLink(
            path, target.isAbsolute() ? PathMapping.rootedAt(base).below(target) : target);
      }
      case Node.Regular file -> {
        Path other = files.putIfAbsent(inode, path);
        if (other == null) {
          Files.write(path, file.content().bytes());
        } else {
          Files.createLink(path, other);
        }
      }
      case null -> throw new IllegalStateException("no node " + inode);
    }
  }

  private void setAttributes(Path path, Map<String, Object> attributes) throws IOException {
    List<String> names = new ArrayList<>(attributes.keySet());
    names.sort(null); // owner before mode: a change of owner clears some bits of it
    names.sort((one, other) -> Boolean.compare(other.startsWith("user:"), one.startsWith("user:")));
    for (String name : names) {
      Object value = attributes.get(name);
      calls.setAttribute(
          path,
          name,
          value instanceof FileContent content ? content.bytes() : value,
          LinkOption.NOFOLLOW_LINKS);
    }
  }
}
