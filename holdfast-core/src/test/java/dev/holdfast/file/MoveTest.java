package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockRequest;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MoveTest extends FilesFixture {

  private Path target;

  @BeforeEach
  void write() throws Exception {
    files.write(file, bytes("content"));
    target = directory.resolve("target.md");
  }

  @Test
  void file_hasItsNewName_inThisOrAnotherDirectory() throws Exception {
    files.move(file, target);
    assertThat(file).doesNotExist();
    assertThat(target).hasContent("content");

    Path elsewhere = Files.createDirectory(directory.resolve("sub")).resolve("there");
    files.move(target, elsewhere);
    assertThat(target).doesNotExist();
    assertThat(elsewhere).hasContent("content");
  }

  @Test
  void nothing_isOverwritten() throws Exception {
    Files.writeString(target, "taken");
    assertThatThrownBy(() -> files.move(file, target))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(target.toString());
    assertThat(target).hasContent("taken");

    Path emptyDirectory = Files.createDirectory(directory.resolve("empty"));
    Path other = Files.createDirectory(directory.resolve("other"));
    assertThatThrownBy(() -> files.move(other, emptyDirectory))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> files.move(file, file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("content");
  }

  @Test
  void ofManyThatTakeTheSameName_oneWins() throws Exception {
    List<Future<Boolean>> moves = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Path mine = Files.createFile(directory.resolve("mine-" + i));
        moves.add(
            threads.submit(
                () -> {
                  try {
                    files.move(mine, target);
                    return true;
                  } catch (FileAlreadyExistsException e) {
                    return false;
                  }
                }));
      }
    }
    int winners = 0;
    for (Future<Boolean> move : moves) {
      winners += move.get() ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void linkIsMovedItself_directoryWithAllThatIsInIt() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    files.move(link, target);
    assertThat(target).isSymbolicLink();
    assertThat(file).hasContent("content");

    Path sub = Files.createDirectory(directory.resolve("sub"));
    Files.writeString(sub.resolve("inner"), "inner");
    files.move(sub, directory.resolve("renamed"));
    assertThat(directory.resolve("renamed/inner")).hasContent("inner");
  }

  @Test
  void missingFile_andMissingDirectory_areTold() {
    assertThatThrownBy(() -> files.move(directory.resolve("missing"), target))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> files.move(file, directory.resolve("no/such")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such directory");
  }

  @Test
  void anotherFileSystem_isRefused() throws Exception {
    Path elsewhere = Path.of("/dev/shm");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(elsewhere)
            && !Files.getFileStore(elsewhere).equals(Files.getFileStore(directory)),
        "needs a second file system");
    Path there = elsewhere.resolve("holdfast-move-" + System.nanoTime());
    assertThatThrownBy(() -> files.move(file, there))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
        .hasMessageContaining("another file system");
    assertThat(file).hasContent("content");
  }

  @Test
  void handleThatIsNotHeld_movesNothing() throws Exception {
    LockHandle handle = locks.acquire(LockRequest.exclusive("r"));
    handle.close();
    assertThatThrownBy(() -> files.move(file, target, WriteOptions.with(handle)))
        .isInstanceOf(LockNotHeldException.class);
    assertThat(file).exists();
  }
}
