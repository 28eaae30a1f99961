package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F7: a file that changed since it was read is not overwritten. */
@Timeout(60)
final class ConditionalWriteTest extends FilesFixture {

  @Test
  void fileThatIsAsItWasRead_isReplaced() throws Exception {
    files.write(file, bytes("one"));
    VersionedContent read = files.readWithVersion(file);

    FileVersion written = files.writeIf(file, bytes("two"), read.version());

    assertThat(read.content()).isEqualTo(bytes("one"));
    assertThat(written).isEqualTo(files.readWithVersion(file).version());
    assertThat(file).hasContent("two");
  }

  @Test
  void fileThatChanged_stays_andTheErrorTellsBothVersions() throws Exception {
    files.write(file, bytes("one"));
    FileVersion old = files.readWithVersion(file).version();
    Files.writeString(file, "by an editor"); // in place, and as fast as no clock of files is

    assertThatThrownBy(() -> files.writeIf(file, bytes("two"), old))
        .isInstanceOfSatisfying(
            FileChangedException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(old);
              assertThat(e.actual()).isEqualTo(FileVersion.of(bytes("by an editor")));
            })
        .hasMessageContaining(file.toString());

    assertThat(file).hasContent("by an editor");
  }

  @Test
  void fileThatIsGoneOrNew_isNoticed() throws Exception {
    FileVersion gone = FileVersion.of(bytes("gone"));
    assertThatThrownBy(() -> files.writeIf(file, bytes("x"), gone))
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining("is gone");
    assertThat(file).doesNotExist();

    FileVersion created = files.writeIf(file, bytes("new"), FileVersion.ABSENT);
    assertThat(created).isEqualTo(FileVersion.of(bytes("new")));
    assertThatThrownBy(() -> files.writeIf(file, bytes("x"), FileVersion.ABSENT))
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasContent("new");
  }

  @Test
  void ofWritersThatSawTheSameVersion_oneWins() throws Exception {
    files.write(file, bytes("start"));
    FileVersion seen = files.readWithVersion(file).version();
    List<Future<Boolean>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        byte[] mine = bytes("writer " + i);
        writers.add(
            threads.submit(
                () -> {
                  try {
                    files.writeIf(file, mine, seen);
                    return true;
                  } catch (FileChangedException e) {
                    return false;
                  }
                }));
      }
    }
    int winners = 0;
    for (Future<Boolean> writer : writers) {
      winners += writer.get() ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void handleOfTheCaller_isTheLock() throws Exception {
    files.write(file, bytes("one"));
    FileVersion version = files.readWithVersion(file).version();
    try (LockHandle handle = locks.acquire(LockRequest.exclusive("mine"));
        // Whoever took this lock, too, would wait for it.
        LockHandle _ = locks.acquire(LockRequest.exclusive("file:" + file.toRealPath()))) {
      files.writeIf(file, Content.text("two"), version, WriteOptions.with(handle));
    }
    assertThat(file).hasContent("two");
  }

  @Test
  void linkIsReplacedOrFollowed_asTheOptionsSay() throws Exception {
    files.write(file, bytes("one"));
    var link = Files.createSymbolicLink(directory.resolve("link"), file);
    FileVersion version = files.readWithVersion(link).version();

    files.writeIf(link, bytes("two"), version);
    assertThat(file).hasContent("two");
    assertThat(link).isSymbolicLink();

    files.writeIf(
        link,
        Content.text("three"),
        FileVersion.of(bytes("two")),
        WriteOptions.defaults().symlinks(SymlinkPolicy.REPLACE));
    assertThat(file).hasContent("two");
    assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(link).hasContent("three");
  }

  @Test
  void versionOfAStream_isThatOfWhatWasWritten() throws Exception {
    FileVersion written =
        files.writeIf(
            file,
            out -> {
              for (int i = 0; i < 100_000; i++) {
                out.write(i);
              }
            },
            FileVersion.ABSENT,
            WriteOptions.defaults());

    assertThat(written).isEqualTo(files.readWithVersion(file).version());
  }

  @Test
  void readWithVersion_isBounded_andTellsAMissingFile() throws Exception {
    files.write(file, bytes("12345"));
    assertThat(files.readWithVersion(file, 5).content()).hasSize(5);
    ByteBuffer buffer = files.readWithVersion(file).buffer();
    assertThat(buffer).isEqualTo(ByteBuffer.wrap(bytes("12345")));
    assertThat(buffer.isReadOnly()).isTrue();
    assertThatThrownBy(() -> files.readWithVersion(file, 4))
        .isInstanceOf(FileTooLargeException.class);
    assertThatThrownBy(() -> files.readWithVersion(directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** An editor, which knows no locks, saves while the new content is written. */
  @Test
  void writeIf_ofAFileThatChangesMeanwhile_isRefused() throws Exception {
    files.write(file, bytes("one"));
    FileVersion version = files.version(file);
    Content slow =
        out -> {
          Files.writeString(file, "by hand");
          out.write(bytes("two"));
        };
    assertThatExceptionOfType(FileChangedException.class)
        .isThrownBy(() -> files.writeIf(file, slow, version, WriteOptions.defaults()));
    assertThat(file).hasContent("by hand");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }
}
