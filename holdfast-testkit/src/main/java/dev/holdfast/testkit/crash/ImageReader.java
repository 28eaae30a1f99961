package dev.holdfast.testkit.crash;

import static java.util.Objects.requireNonNull;

import dev.holdfast.testkit.internal.fs.PathMapping;
import dev.holdfast.testkit.internal.fs.UserAttributes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a real directory into a {@link DiskImage}, numbering inodes as they appear. */
final class ImageReader {

  private final Path root;
  private final Inodes inodes;
  private final Map<Integer, Node> nodes = new HashMap<>();
  private final Map<Integer, Map<String, Object>> attributes = new HashMap<>();

  private ImageReader(Path root, Inodes inodes) {
    this.root = root;
    this.inodes = inodes;
  }

  /**
   * Reads all below {@code root}.
   *
   * @param inodes empty; gets the numbers
   */
  static DiskImage read(Path root, Inodes inodes) throws IOException {
    ImageReader reader = new ImageReader(root, inodes);
    reader.readNode(root);
    return new DiskImage(reader.nodes, reader.attributes);
  }

  private int readNode(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int inode = inodes.of(path);
    if (found.isDirectory()) {
      nodes.put(inode, new Node.Directory(readEntries(path)));
    } else if (found.isSymbolicLink()) {
      nodes.put(inode, new Node.SymbolicLink(shownTarget(root, Files.readSymbolicLink(path))));
    } else {
      nodes.put(inode, new Node.Regular(FileContent.of(Files.readAllBytes(path))));
    }
    if (!found.isSymbolicLink()) {
      attributes.put(inode, attributesOf(path));
    }
    return inode;
  }

  /** An absolute target as the code under test sees it, not as it is on the real disk. */
  static String shownTarget(Path root, Path target) {
    return (target.isAbsolute() ? PathMapping.rootedAt(root).shown(target) : target).toString();
  }

  private SortedMap<String, Integer> readEntries(Path directory) throws IOException {
    SortedMap<String, Integer> entries = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path each : found) {
        entries.put(requireNonNull(each.getFileName()).toString(), readNode(each));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Mode and extended attributes; owners and times only count where they are set on purpose. */
  static Map<String, Object> attributesOf(Path path) throws IOException {
    Map<String, Object> result = new HashMap<>();
    PosixFileAttributeView posix =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (posix != null) {
      result.put("posix:permissions", posix.readAttributes().permissions());
    }
    UserAttributes.of(path).forEach((name, value) -> result.put(name, FileContent.of(value)));
    return result;
  }
}
