package dev.holdfast.testkit.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.PersistenceModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in which a file system can be hostile. */
final class HostileFileSystemTest {

  @TempDir Path directory;

  private HostileFileSystem disk;
  private Path root;

  @BeforeEach
  void open() throws IOException {
    disk = HostileFileSystem.over(directory.toRealPath());
    root = disk.root();
  }

  /** Makes one call of this kind. */
  private static void make(Call call, Path root) throws IOException {
    switch (call) {
      case OPEN -> FileChannel.open(root.resolve("a"), READ).close();
      case READ -> withChannel(root, channel -> channel.read(ByteBuffer.allocate(1)));
      case WRITE -> withChannel(root, channel -> channel.write(ByteBuffer.allocate(1)));
      case TRUNCATE -> withChannel(root, channel -> channel.truncate(0));
      case FORCE_FILE -> withChannel(root, channel -> channel.force(true));
      case FORCE_DIRECTORY -> {
        try (FileChannel channel = FileChannel.open(root, READ)) {
          channel.force(true);
        }
      }
      case CLOSE -> withChannel(root, channel -> {});
      case CREATE_DIRECTORY -> Files.createDirectory(root.resolve("d"));
      case SYMBOLIC_LINK -> Files.createSymbolicLink(root.resolve("s"), root.resolve("a"));
      case LINK -> Files.createLink(root.resolve("l"), root.resolve("a"));
      case RENAME -> Files.move(root.resolve("a"), root.resolve("b"));
      case DELETE -> Files.delete(root.resolve("a"));
      case SET_ATTRIBUTE ->
          Files.setAttribute(
              root.resolve("a"), "lastModifiedTime", Files.getLastModifiedTime(root));
    }
  }

  private interface ChannelAction {
    void run(FileChannel channel) throws IOException;
  }

  private static void withChannel(Path root, ChannelAction action) throws IOException {
    try (FileChannel channel = FileChannel.open(root.resolve("a"), READ, WRITE)) {
      action.run(channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failing_makesTheNthCallFail_andNoOther(Call call) throws Exception {
    Files.writeString(directory.resolve("a"), "content");
    int before = disk.count(call);
    disk.failing(call, 1, "Input/output error");

    assertThatThrownBy(() -> make(call, root))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Input/output error");
    assertThat(directory.resolve("a")).hasContent("content");
    assertThat(directory.toFile().list()).containsExactly("a");
    assertThat(disk.count(call)).isGreaterThan(before);

    disk.failing(call, 2, "Input/output error");
    make(call, root); // the second fails, not the first
  }

  @Test
  void failingAlways_makesEveryCallFail() {
    disk.failingAlways(Call.OPEN, "Too many open files");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> Files.createFile(root.resolve("a")))
          .hasMessageContaining("Too many open files");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void fullDisk_takesWhatFits_andThenNothing() throws Exception {
    disk.fullAfter(5);
    try (FileChannel channel = FileChannel.open(root.resolve("a"), CREATE_NEW, WRITE)) {
      ByteBuffer content = ByteBuffer.wrap("1234567".getBytes(UTF_8));
      assertThat(channel.write(content)).isEqualTo(5);
      assertThatThrownBy(() -> channel.write(content)).hasMessageContaining("No space left");
    }
    assertThat(directory.resolve("a")).hasContent("12345");
    disk.fullAfter(2); // somebody made room
    Files.writeString(root.resolve("b"), "ok");
  }

  @Test
  void shortWrites_takeAFewBytesOnly_andThoseWhoCareWriteAll() throws Exception {
    disk.shortWrites(3);
    try (FileChannel channel = FileChannel.open(root.resolve("a"), CREATE_NEW, WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap("1234567".getBytes(UTF_8)))).isEqualTo(3);
    }
    Files.writeString(root.resolve("b"), "1234567");
    assertThat(directory.resolve("b")).hasContent("1234567");
    assertThat(disk.count(Call.WRITE)).isEqualTo(1 + 3);
  }

  @Test
  void withoutAtomicMove_atomicMovesAreRefused_andOthersCopy() throws Exception {
    disk.withoutAtomicMove();
    Files.writeString(root.resolve("a"), "new");
    Files.writeString(root.resolve("b"), "old");
    assertThatThrownBy(
            () -> Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    assertThat(directory.resolve("b")).hasContent("old");

    Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(directory.resolve("b")).hasContent("new");
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void withoutHardLinks_linksAreRefused() throws Exception {
    disk.withoutHardLinks();
    Files.createFile(root.resolve("a"));
    assertThatThrownBy(() -> Files.createLink(root.resolve("b"), root.resolve("a")))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void foldingCase_namesThatDifferInCaseAreTheSame() throws Exception {
    Path folding = disk.foldingCase().root();
    Files.createDirectory(folding.resolve("Folder"));
    Files.writeString(folding.resolve("folder/Readme"), "one");

    assertThat(Files.readString(folding.resolve("FOLDER/README"))).isEqualTo("one");
    assertThatThrownBy(() -> Files.createFile(folding.resolve("folder/README")))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.writeString(folding.resolve("folder/readme"), "two");
    assertThat(directory.resolve("Folder/Readme")).hasContent("two");
  }

  @Test
  void aFailedForce_isForgotten_andTheNextOneLies() throws Exception {
    assertThat(contentsAfterACrash(true)).contains("");
    assertThat(contentsAfterACrash(false)).containsExactly("new");
  }

  /** What a crash leaves of a file whose first sync failed and whose second one succeeded. */
  private static Set<String> contentsAfterACrash(boolean forgets) throws IOException {
    Set<String> contents = new TreeSet<>();
    CrashSimulator.of(PersistenceModel.strict())
        .startingWith(below -> Files.createFile(below.resolve("a")))
        .run(
            (below, marks) -> {
              HostileFileSystem disk =
                  HostileFileSystem.over(below).failing(Call.FORCE_FILE, 1, "Input/output error");
              if (forgets) {
                disk.forgettingAfterFailedForce();
              }
              try (FileChannel channel = FileChannel.open(disk.root().resolve("a"), WRITE)) {
                channel.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
                assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
                channel.force(true);
              }
              marks.reached("synced");
            })
        .crashes()
        .since("synced")
        .check(state -> contents.add(Files.readString(state.root().resolve("a"))));
    return contents;
  }

  @Test
  void ignoring_aSync_isSeenByTheCrashSimulator() throws Exception {
    Set<Boolean> there = new TreeSet<>();
    CrashSimulator.of(PersistenceModel.strict())
        .run(
            (below, marks) -> {
              Path ignorant =
                  HostileFileSystem.over(below).ignoring(Call.FORCE_DIRECTORY, 1).root();
              Files.createFile(ignorant.resolve("a"));
              make(Call.FORCE_DIRECTORY, ignorant);
              marks.reached("synced");
            })
        .crashes()
        .since("synced")
        .check(state -> there.add(Files.exists(state.root().resolve("a"))));
    assertThat(there).containsExactly(false, true);
  }
}
