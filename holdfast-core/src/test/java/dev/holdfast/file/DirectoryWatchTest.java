package dev.holdfast.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.DirectoryWatch.Changes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DirectoryWatchTest {

  private static final Changes EVERYTHING = new Changes(true, Set.of());

  @TempDir Path parent;
  private Path directory;
  private DirectoryWatch watch;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectory(parent.resolve("directory"));
    watch = DirectoryWatch.of(directory);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private static Path write(Path file) throws IOException {
    return Files.write(file, new byte[10]);
  }

  private void begin() {
    assertThat(watch.changes()).isEqualTo(EVERYTHING);
    assertThat(watch.isWatching()).isTrue();
    assertThat(watch.changes()).isEqualTo(new Changes(false, Set.of()));
  }

  private Set<String> names() {
    Changes changes = watch.changes();
    assertThat(changes.everything()).isFalse();
    return changes.names();
  }

  /** What may be done to a file that is there. */
  enum Change {
    WRITE,
    APPEND,
    TRUNCATE,
    TOUCH,
    CHANGE_MODE,
    DELETE,
    MOVE_AWAY,
    MOVE_OVER,
    REPLACE_BY_LINK,
    REPLACE_BY_HARD_LINK,
    MAP_AND_CLOSE
  }

  private void change(Path file, Change change) throws IOException {
    Path elsewhere = parent.resolve("elsewhere");
    switch (change) {
      case WRITE -> {
        Path _ = Files.write(file, new byte[20], StandardOpenOption.WRITE);
      }
      case APPEND -> {
        Path _ = Files.write(file, new byte[1], StandardOpenOption.APPEND);
      }
      case TRUNCATE -> {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          open.setLength(3);
        }
      }
      case TOUCH -> {
        Path _ = Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
      case CHANGE_MODE -> {
        Path _ = Files.setPosixFilePermissions(file, Set.of());
      }
      case DELETE -> Files.delete(file);
      case MOVE_AWAY -> {
        Path _ = Files.move(file, elsewhere);
      }
      case MOVE_OVER -> {
        Path _ = Files.move(write(elsewhere), file, StandardCopyOption.ATOMIC_MOVE);
      }
      case REPLACE_BY_LINK -> {
        Files.delete(file);
        Path _ = Files.createSymbolicLink(file, elsewhere);
      }
      case REPLACE_BY_HARD_LINK -> {
        Files.delete(file);
        Path _ = Files.createLink(file, write(elsewhere));
      }
      case MAP_AND_CLOSE -> {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Arena arena = Arena.ofConfined()) {
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, 10, arena)
              .set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void changes_ofEveryKind_areToldAtOnce(Change change) throws IOException {
    Path file = write(directory.resolve("a"));
    Path _ = write(directory.resolve("b"));
    begin();
    change(file, change);
    assertThat(names()).containsExactly("a");
    assertThat(names()).isEmpty();
  }

  @Test
  void write_toAFileThatStaysOpen_isToldEachTime() throws IOException {
    try (FileChannel open =
        FileChannel.open(
            directory.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      begin();
      for (int i = 0; i < 3; i++) {
        int _ = open.write(ByteBuffer.wrap(new byte[1]));
        assertThat(names()).containsExactly("a");
      }
    }
    assertThat(names()).containsExactly("a");
  }

  @Test
  void creation_andRename_areTold() throws IOException {
    begin();
    Path file = write(directory.resolve("größe 日本"));
    assertThat(names()).containsExactly("größe 日本");
    Path moved = Files.move(file, directory.resolve("b"));
    assertThat(names()).containsExactlyInAnyOrder("größe 日本", "b");
    Path _ = Files.createLink(directory.resolve("c"), moved);
    assertThat(names()).containsExactly("c");
  }

  @Test
  void atomicWrite_isTold_andItsTemporaryIsNot() throws IOException {
    begin();
    try (FileLockManager locks = FileLockManager.inProcess()) {
      locks.files().write(directory.resolve("a"), "text".getBytes(UTF_8));
      assertThat(names()).containsExactly("a");
      locks.files().createNew(directory.resolve("b"), "text".getBytes(UTF_8));
      assertThat(names()).containsExactly("b");
    }
  }

  @Test
  void manyChanges_areAllTold() throws IOException {
    begin();
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 3_000; i++) {
      made.add(String.valueOf(write(directory.resolve("x".repeat(200) + i)).getFileName()));
    }
    assertThat(names()).isEqualTo(made);
  }

  @Test
  void moreChangesThanTheKernelKeeps_areEverything() throws IOException {
    int most =
        Integer.parseInt(
            Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events")).getFirst());
    Path one = write(directory.resolve("one"));
    Path other = write(directory.resolve("other"));
    begin();
    for (int i = 0; i <= most / 2; i++) { // equal events in a row are one
      Files.setLastModifiedTime(one, FileTime.fromMillis(i));
      Files.setLastModifiedTime(other, FileTime.fromMillis(i));
    }
    Path _ = write(directory.resolve("lost"));
    assertThat(watch.changes()).isEqualTo(EVERYTHING);
    assertThat(names()).isEmpty();
    Path _ = write(one);
    assertThat(names()).containsExactly("one");
  }

  @Test
  void directoryThatIsReplaced_isEverything_andTheNewOneIsWatched() throws IOException {
    begin();
    Path _ = Files.move(directory, parent.resolve("old"));
    directory = Files.createDirectory(directory);
    assertThat(watch.changes()).isEqualTo(EVERYTHING);
    Path _ = write(directory.resolve("a"));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void parentThatIsReplaced_isEverything_andTheNewOneIsWatched() throws IOException {
    begin();
    Path top = Files.createDirectory(parent.resolve("top"));
    Path below = Files.createDirectory(top.resolve("below"));
    try (DirectoryWatch deep = DirectoryWatch.of(below)) {
      assertThat(deep.changes()).isEqualTo(EVERYTHING);
      Path _ = Files.move(top, parent.resolve("old"));
      Path _ = Files.createDirectories(below);
      assertThat(deep.changes()).isEqualTo(EVERYTHING);
      Path _ = write(below.resolve("a"));
      assertThat(deep.changes().names()).containsExactly("a");
    }
  }

  /** The new directory may even get the inode of the old one. */
  @Test
  void directoryThatIsGone_isEverything_untilItIsBack() throws IOException {
    for (int i = 0; i < 20; i++) {
      Changes _ = watch.changes();
      assertThat(watch.isWatching()).isTrue();
      Files.delete(directory);
      if (i % 2 == 0) {
        assertThat(watch.changes()).isEqualTo(EVERYTHING);
        assertThat(watch.isWatching()).isFalse();
      }
      directory = Files.createDirectory(directory);
      assertThat(watch.changes()).isEqualTo(EVERYTHING);
      Path file = write(directory.resolve("a"));
      assertThat(names()).containsExactly("a");
      Files.delete(file);
    }
  }

  @Test
  void directoryOfAnUnsuitableFileSystem_isAlwaysEverything() {
    try (DirectoryWatch other = DirectoryWatch.of(Path.of("/proc/self"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(other.changes()).isEqualTo(EVERYTHING);
        assertThat(other.isWatching()).isFalse();
      }
    }
  }

  @Test
  void close_freesTheDescriptor_andAnswersGoOn() throws IOException {
    begin();
    assertThat(openWatches()).isEqualTo(1);
    watch.close();
    watch.close();
    assertThat(openWatches()).isZero();
    Path _ = write(directory.resolve("a"));
    assertThat(watch.changes()).isEqualTo(EVERYTHING);
    assertThat(watch.changes()).isEqualTo(EVERYTHING);
    assertThat(openWatches()).isZero();
  }

  private static long openWatches() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(
              one -> {
                try {
                  return Files.readSymbolicLink(one).toString().contains("inotify");
                } catch (IOException e) {
                  return false; // the one that lists
                }
              })
          .count();
    }
  }
}
