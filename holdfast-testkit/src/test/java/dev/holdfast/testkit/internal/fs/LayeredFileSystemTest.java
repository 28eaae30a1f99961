package dev.holdfast.testkit.internal.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What code sees on a test file system is what it sees on an ordinary one. */
final class LayeredFileSystemTest {

  @TempDir Path directory;

  /** Says what happened, for two file systems to be compared. */
  private static final class Log {
    private final List<String> lines = new ArrayList<>();
    private final Path root;

    Log(Path root) {
      this.root = root;
    }

    void add(String what, Object value) {
      lines.add(what + ": " + String.valueOf(value).replace(root + "/", ""));
    }

    /** Also how it fails. */
    void run(String what, Value value) {
      try {
        add(what, value.get());
      } catch (Exception e) {
        add(what, e.toString());
      }
    }
  }

  private interface Value {
    Object get() throws IOException;
  }

  private List<String> everything(Path root) throws IOException {
    Log log = new Log(root);
    names(root, log);
    channels(root.resolve("channel"), log);
    interrupt(root.resolve("interrupted"), log);
    moves(root, log);
    attributes(root.resolve("attributes"), log);
    locks(root.resolve("lock"), log);
    tree(root, log);
    return log.lines;
  }

  private static void names(Path root, Log log) throws IOException {
    Files.createDirectories(root.resolve("d/e"));
    Files.createSymbolicLink(root.resolve("d/link"), root.getFileSystem().getPath("e"));
    Files.createSymbolicLink(root.resolve("absolute"), root.resolve("d"));
    log.run("link", () -> Files.readSymbolicLink(root.resolve("d/link")));
    log.run("absolute", () -> Files.readSymbolicLink(root.resolve("absolute")));
    log.run("no link", () -> Files.readSymbolicLink(root.resolve("d")));
    log.run("real", () -> root.resolve("absolute/link/../e").toRealPath());
    log.run("missing", () -> root.resolve("absent").toRealPath());
    log.run("twice", () -> Files.createDirectory(root.resolve("d")));
    log.run("full", () -> Files.deleteIfExists(root.resolve("d")));
    log.run("absent", () -> Files.deleteIfExists(root.resolve("absent")));
    log.run("same", () -> Files.isSameFile(root.resolve("absolute"), root.resolve("d")));
    log.run("parent", () -> root.resolve("d").getParent().equals(root));
    log.run("relative", () -> root.relativize(root.resolve("d/e")));
    log.run("starts", () -> root.resolve("d/e").startsWith(root.resolve("d")));
    log.run("normalized", () -> root.resolve("d/../x/./y").normalize());
    log.run(
        "temporary",
        () -> {
          Path made = Files.createTempFile(root.resolve("d"), "t", ".tmp");
          Files.delete(made);
          return made.getParent();
        });
    log.run(
        "glob",
        () -> {
          try (var found = Files.newDirectoryStream(root, "{d,absol*}")) {
            List<String> names = new ArrayList<>();
            found.forEach(each -> names.add(each.getFileName().toString()));
            names.sort(null);
            return names;
          }
        });
  }

  private static void channels(Path file, Log log) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer[] parts = {bytes("ab"), bytes("cde"), bytes("f")};
      log.add("gathered", channel.write(parts));
      log.add("positional", channel.write(bytes("XY"), 8));
      log.add("position", channel.position());
      log.add("size", channel.size());
      ByteBuffer read = ByteBuffer.allocate(20);
      log.add("read", channel.position(1).read(read));
      log.add("is", new String(read.array(), UTF_8).replace('\0', '0'));
      log.add("truncated", channel.truncate(4).size());
      log.add(
          "transferred",
          channel.transferFrom(
              Channels.newChannel(new ByteArrayInputStream("12345".getBytes(UTF_8))), 2, 4));
      channel.force(false);
    }
    log.run("content", () -> Files.readString(file));
    Files.writeString(file, "++", StandardOpenOption.APPEND);
    log.run("appended", () -> Files.readString(file));
    Files.writeString(file, "short");
    log.run("overwritten", () -> Files.readString(file));
    log.run(
        "exists",
        () ->
            Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
    log.run("missing", () -> Files.readString(file.resolveSibling("absent")));
    try (FileChannel channel =
        FileChannel.open(
            file.resolveSibling("short-lived"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      log.add("write", channel.write(bytes("x")));
    }
    log.run("gone", () -> Files.exists(file.resolveSibling("short-lived")));
    log.run(
        "mapped",
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, 5).get(1);
          }
        });
  }

  private static void interrupt(Path file, Log log) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Thread.currentThread().interrupt();
      log.run("interrupted", () -> channel.write(bytes("x")));
      log.add("still interrupted", Thread.interrupted());
      log.add("open", channel.isOpen());
      log.run("closed", channel::size);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static void moves(Path root, Log log) throws IOException {
    for (CopyOption[] options :
        new CopyOption[][] {
          {}, {StandardCopyOption.REPLACE_EXISTING}, {StandardCopyOption.ATOMIC_MOVE}
        }) {
      Files.writeString(root.resolve("from"), "from");
      Files.writeString(root.resolve("to"), "to");
      log.run("move", () -> Files.move(root.resolve("from"), root.resolve("to"), options));
      log.run("moved", () -> Files.readString(root.resolve("to")));
      Files.deleteIfExists(root.resolve("from"));
    }
    Files.writeString(root.resolve("from"), "from");
    log.run("copy", () -> Files.copy(root.resolve("from"), root.resolve("to")));
    log.run(
        "replace",
        () ->
            Files.copy(
                root.resolve("from"), root.resolve("to"), StandardCopyOption.REPLACE_EXISTING));
    log.run("copied", () -> Files.readString(root.resolve("to")));
    Files.createLink(root.resolve("other"), root.resolve("from"));
    log.run(
        "to itself",
        () ->
            Files.move(
                root.resolve("from"), root.resolve("other"), StandardCopyOption.ATOMIC_MOVE));
    log.run(
        "both", () -> Files.exists(root.resolve("from")) && Files.exists(root.resolve("other")));
    log.run("missing", () -> Files.move(root.resolve("absent"), root.resolve("to")));
    log.run(
        "onto a directory",
        () -> Files.move(root.resolve("from"), root.resolve("d"), StandardCopyOption.ATOMIC_MOVE));
  }

  private static void attributes(Path file, Log log) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    log.run("mode", () -> PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    log.run("time", () -> Files.getLastModifiedTime(file));
    PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
    log.run("set", () -> PosixFilePermissions.toString(posix.readAttributes().permissions()));
    log.run("owner", () -> Files.getOwner(file));
    Files.setOwner(file, Files.getOwner(file));
    UserDefinedFileAttributeView user =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    log.run("user", () -> user.write("kind", bytes("test")));
    log.run("list", user::list);
    log.run("by name", () -> new String((byte[]) Files.getAttribute(file, "user:kind"), UTF_8));
    log.run(
        "removed",
        () -> {
          user.delete("kind");
          return user.list();
        });
    log.run("unix", () -> Files.readAttributes(file, "unix:nlink,mode"));
    log.run("size", () -> Files.size(file));
  }

  private static void locks(Path file, Log log) throws IOException {
    try (FileChannel one =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = one.tryLock(1L << 62, 1, false);
      log.add("locked", lock.isValid() && lock.acquiredBy().equals(one));
      try {
        other.tryLock(1L << 62, 1, false);
      } catch (OverlappingFileLockException e) {
        log.add("overlaps", e);
      }
      lock.release();
      log.add("released", lock.isValid());
      log.add("again", other.tryLock(1L << 62, 1, false) != null);
    }
  }

  private static void tree(Path root, Log log) throws IOException {
    List<String> visited = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visited.add(root.relativize(file) + " " + attributes.size());
            return FileVisitResult.CONTINUE;
          }
        });
    visited.removeIf(each -> each.startsWith("absolute")); // as long as its target's path
    visited.sort(null);
    log.add("tree", visited);
  }

  @Test
  void aRecordedDirectory_looksLikeAnOrdinaryOne() throws Exception {
    List<String> expected = everything(Files.createDirectory(directory.resolve("ordinary")));
    List<String> found = new ArrayList<>();
    CrashSimulator.of(PersistenceModel.strict())
        .within(directory)
        .run((root, marks) -> found.addAll(everything(root)));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aHostileDirectoryWithoutFaults_looksLikeAnOrdinaryOne() throws Exception {
    List<String> expected = everything(Files.createDirectory(directory.resolve("ordinary")));
    Path hostile =
        HostileFileSystem.over(Files.createDirectory(directory.resolve("hostile"))).root();
    assertThat(everything(hostile)).isEqualTo(expected);
  }
}
