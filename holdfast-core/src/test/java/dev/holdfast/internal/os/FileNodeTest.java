package dev.holdfast.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNodeTest {

  @TempDir Path directory;

  /** A name that is not ASCII is looked at by the JDK, the other one by a system call of ours. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "größe", "日本語"})
  void at_tellsWhatStandsThere(String name) throws Exception {
    Path path = directory.resolve(name);
    assertThat(FileNode.at(path)).isNull();

    Files.createDirectory(path);
    assertThat(FileNode.at(path)).matches(FileNode::isDirectory).matches(node -> !node.isRegular());
    Files.delete(path);
    Files.createSymbolicLink(path, directory);
    assertThat(FileNode.at(path)).matches(FileNode::isLink).matches(node -> !node.isDirectory());
    Files.delete(path);

    Files.createFile(path);
    FileNode file = FileNode.at(path);
    assertThat(file).matches(FileNode::isRegular).matches(node -> !node.isLink());
    assertThat(file.user())
        .isEqualTo(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    assertThat(file.group())
        .isEqualTo(Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void permissions_areThoseOfTheFile() throws Exception {
    Path path = Files.createFile(directory.resolve("file"));
    for (PosixFilePermission each : PosixFilePermission.values()) {
      Files.setPosixFilePermissions(path, Set.of(each));
      assertThat(FileNode.at(path).permissions()).containsExactly(each);
      assertThat(FileNode.at(path).isOwnerOnly()).isFalse();
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    assertThat(FileNode.at(path).isOwnerOnly()).isTrue();
  }

  @Test
  void at_whatCannotBeSeen_isAnError() {
    assertThatThrownBy(() -> FileNode.at(directory.resolve("n".repeat(5000))))
        .isInstanceOf(FileSystemException.class);
  }
}
