package dev.holdfast.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.FileLockManager;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class AtomicFilesTest {

  @TempDir Path directory;

  private final FileLockManager locks = FileLockManager.inProcess();
  private AtomicFiles files;
  private Path file;

  @BeforeEach
  void open() {
    files = locks.files();
    file = directory.resolve("file.md");
  }

  @AfterEach
  void noTemporaryIsLeft() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      assertThat(entries).noneMatch(entry -> entry.getFileName().toString().endsWith(".tmp"));
    }
    locks.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void write_createsAndReplaces() throws Exception {
    files.write(file, bytes("one"));
    assertThat(files.read(file)).isEqualTo(bytes("one"));
    files.write(file, bytes("the second, longer"));
    assertThat(files.read(file)).isEqualTo(bytes("the second, longer"));
    files.write(file, new byte[0]);
    assertThat(files.read(file)).isEmpty();
  }

  @Test
  void write_keepsTheMode_andANewFileIsForItsOwnerOnly() throws Exception {
    files.write(file, bytes("one"));
    assertThat(mode()).isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
    files.write(file, bytes("two"));
    assertThat(mode()).isEqualTo("rw-r-x--x");
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void write_followsSymbolicLinks_alsoDanglingOnes() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path target = Files.writeString(elsewhere.resolve("target"), "old");
    Path link = Files.createSymbolicLink(file, Path.of("elsewhere/target"));
    files.write(link, bytes("new"));
    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(target).isRegularFile().hasContent("new");
    Files.delete(target);
    files.write(link, bytes("created"));
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("created");
  }

  @Test
  void write_intoALoopOfLinks_isRefused() throws Exception {
    Files.createSymbolicLink(file, directory.resolve("other"));
    Files.createSymbolicLink(directory.resolve("other"), file);
    assertThatThrownBy(() -> files.write(file, bytes("x")))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
  }

  @Test
  void write_overADirectory_orIntoAMissingOne_changesNothing() throws Exception {
    Files.createDirectory(file);
    assertThatThrownBy(() -> files.write(file, bytes("x")))
        .isInstanceOf(FileCommitException.class)
        .hasMessageContaining("is a directory")
        .hasMessageContaining("nothing was changed");
    assertThat(file).isEmptyDirectory();
    assertThatThrownBy(() -> files.write(directory.resolve("no/such/file"), bytes("x")))
        .isInstanceOf(FileCommitException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> files.write(Path.of("/"), bytes("x")))
        .isInstanceOf(FileCommitException.class);
  }

  @Test
  void createNew_neverOverwrites() throws Exception {
    files.createNew(file, bytes("first"));
    assertThatThrownBy(() -> files.createNew(file, bytes("second")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("first");
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    assertThatThrownBy(() -> files.createNew(dangling, bytes("x")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void createNew_byManyThreads_hasOneWinner() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        Path contested = directory.resolve("round" + round);
        List<Future<Integer>> racers = new ArrayList<>();
        for (int racer = 0; racer < 8; racer++) {
          byte[] content = bytes("racer " + racer);
          racers.add(
              threads.submit(
                  () -> {
                    try {
                      files.createNew(contested, content);
                      return 1;
                    } catch (FileAlreadyExistsException e) {
                      return 0;
                    }
                  }));
        }
        int winners = 0;
        for (int racer = 0; racer < 8; racer++) {
          if (racers.get(racer).get(30, TimeUnit.SECONDS) == 1) {
            winners++;
            assertThat(contested).hasContent("racer " + racer);
          }
        }
        assertThat(winners).isEqualTo(1);
      }
    }
  }

  @Test
  void read_isBounded() throws Exception {
    files.write(file, new byte[1000]);
    assertThat(files.read(file, 1000)).hasSize(1000);
    assertThatThrownBy(() -> files.read(file, 999))
        .isInstanceOf(FileTooLargeException.class)
        .hasMessageContaining("999");
    assertThatThrownBy(() -> files.read(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16_384, 3_000_001})
  void read_returnsEveryByte(int length) throws Exception {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    files.write(file, content);

    assertThat(files.read(file)).isEqualTo(content);
    assertThat(files.read(file, length)).isEqualTo(content);
    if (length > 0) {
      assertThatThrownBy(() -> files.read(file, length - 1))
          .isInstanceOf(FileTooLargeException.class);
    }
  }

  @Test
  void update_losesNoChange() throws Exception {
    int threadCount = 8;
    int each = 20;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < threadCount; t++) {
        tasks.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    files.update(
                        file,
                        old -> {
                          int count =
                              old.length == 0 ? 0 : Integer.parseInt(new String(old, UTF_8));
                          return bytes(Integer.toString(count + 1));
                        });
                  }
                  return null;
                }));
      }
      for (Future<?> task : tasks) {
        task.get(50, TimeUnit.SECONDS);
      }
    }
    assertThat(file).hasContent(Integer.toString(threadCount * each));
  }

  @Test
  void delete_tellsWhetherThereWasOne() throws Exception {
    files.write(file, bytes("x"));
    assertThat(files.delete(file)).isTrue();
    assertThat(files.delete(file)).isFalse();
    Path target = Files.writeString(directory.resolve("target"), "kept");
    Path link = Files.createSymbolicLink(file, target);
    assertThat(files.delete(link)).isTrue();
    assertThat(target).hasContent("kept");
    Path folder = Files.createDirectory(directory.resolve("folder"));
    assertThatThrownBy(() -> files.delete(folder)).isInstanceOf(FileCommitException.class);
    assertThat(folder).isDirectory();
  }

  @Test
  void aHandleThatIsNotHeld_commitsNothing() throws Exception {
    files.write(file, bytes("old"));
    LockHandle handle = locks.acquire(LockRequest.exclusive("r"));
    files.write(file, bytes("under the lock"), handle);
    handle.close();
    assertThatThrownBy(() -> files.write(file, bytes("late"), handle))
        .isInstanceOf(LockNotHeldException.class);
    assertThatThrownBy(() -> files.delete(file, handle)).isInstanceOf(LockNotHeldException.class);
    assertThatThrownBy(() -> files.createNew(directory.resolve("new"), bytes("late"), handle))
        .isInstanceOf(LockNotHeldException.class);
    assertThat(file).hasContent("under the lock");
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void anInterruptedWriter_changesNothing() throws Exception {
    files.write(file, bytes("old"));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> files.write(file, bytes("new")))
          .isInstanceOfSatisfying(
              FileCommitException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    } finally {
      assertThat(Thread.interrupted()).as("the interrupt is still pending").isTrue();
    }
    assertThat(file).hasContent("old");
  }

  @Test
  void anInterruptedDelete_isStillMadeDurable() throws Exception {
    files.write(file, bytes("old"));
    Thread.currentThread().interrupt();
    boolean deleted;
    try {
      deleted = files.delete(file);
    } finally {
      assertThat(Thread.interrupted()).as("the interrupt is still pending").isTrue();
    }
    assertThat(deleted).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void sweep_removesTheTemporariesOfTheDead_only() throws Exception {
    String random = "0123456789abcdef0123456789abcdef";
    Path dead =
        Files.createFile(directory.resolve(".holdfast-00000000deadbeef-" + random + ".tmp"));
    Path similar = Files.createFile(directory.resolve(".holdfast-notes.tmp.txt"));
    Path deadDirectory =
        Files.createDirectory(directory.resolve(".holdfast-00000000deadbee0-" + random + ".tmp"));
    try (TemporaryFile living =
        TemporaryFile.create(
            directory, KeptAttributes.ofNew(WriteOptions.defaults().newFileMode()))) {
      assertThat(files.leftovers(directory)).containsExactly(dead);
      assertThat(dead).exists();
      assertThat(files.sweep(directory)).isEqualTo(2);
      living.write(Content.text("still there"));
      living.sync();
      living.replace(file);
    }
    assertThat(dead).doesNotExist();
    assertThat(similar).exists();
    assertThat(file).hasContent("still there");
    assertThat(deadDirectory).doesNotExist();
  }

  @Test
  void createDirectories_makesAllParents_forTheirOwnerOnly() throws Exception {
    Path deep = directory.resolve("a/b/c");
    files.createDirectories(deep);
    files.createDirectories(deep);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.getParent())))
        .isEqualTo("rwx------");
    Files.createFile(deep.resolve("plain"));
    assertThatThrownBy(() -> files.createDirectories(deep.resolve("plain/below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void stamp_ofAFreshFile_isNotTrusted() throws Exception {
    files.write(file, bytes("one"));
    FileStamp fresh = FileStamp.of(file);
    assertThat(fresh.settled()).isFalse();
    assertThat(FileStamp.of(file).sameContentAs(fresh)).isFalse();
    FileStamp old =
        new FileStamp(
            fresh.identity(),
            fresh.size(),
            fresh.modified(),
            fresh.changed(),
            fresh.soleName(),
            fresh.taken().plusSeconds(10));
    assertThat(FileStamp.of(file).sameContentAs(old)).isTrue();
    files.write(file, bytes("two"));
    assertThat(FileStamp.of(file).sameContentAs(old)).isFalse();
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
