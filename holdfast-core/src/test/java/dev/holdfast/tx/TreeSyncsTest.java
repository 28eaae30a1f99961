package dev.holdfast.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeSyncsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 100})
  void names_areSyncedAlsoIfInterrupted_andTheStatusStays(int count) throws Exception {
    List<Path> directories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      directories.add(Files.createDirectory(directory.resolve("d" + i)));
    }
    directories.add(directory.resolve("missing"));
    Thread.currentThread().interrupt();
    try {
      TreeSyncs.names(directories);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 100})
  void contents_ofWhichOneFails_fail(int count) throws Exception {
    List<FileChannel> files = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        files.add(
            FileChannel.open(
                directory.resolve("f" + i),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE));
      }
      TreeSyncs.contents(files);
      files.getLast().close();
      assertThatThrownBy(() -> TreeSyncs.contents(files))
          .isInstanceOf(ClosedChannelException.class);
    } finally {
      for (FileChannel each : files) {
        each.close();
      }
    }
  }
}
