package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteOptionsTest extends FilesFixture {

  private static final WriteOptions DEFAULTS = WriteOptions.defaults();

  @ParameterizedTest
  @EnumSource(Durability.class)
  void everyDurability_writesWhole(Durability durability) throws Exception {
    WriteOptions options = DEFAULTS.durability(durability);
    files.write(file, Content.text("one"), options);
    files.write(file, Content.text("two"), options);
    files.createNew(directory.resolve("new"), Content.text("new"), options);
    files.move(directory.resolve("new"), directory.resolve("moved"), options);
    assertThat(files.delete(directory.resolve("moved"), options)).isTrue();
    assertThat(file).hasContent("two");
  }

  @Test
  void symbolicLink_isReplacedOrRefused_asAsked() throws Exception {
    files.write(file, bytes("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThatThrownBy(
            () -> files.write(link, Content.text("x"), DEFAULTS.symlinks(SymlinkPolicy.REFUSE)))
        .isInstanceOf(SymbolicLinkException.class)
        .hasMessageContaining(link.toString());
    assertThat(file).hasContent("target");

    files.write(link, Content.text("own"), DEFAULTS.symlinks(SymlinkPolicy.REPLACE));
    assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(link).hasContent("own");
    assertThat(file).hasContent("target");
  }

  @Test
  void newFile_hasTheModeThatWasAskedFor() throws Exception {
    files.write(
        file,
        Content.text("x"),
        DEFAULTS.newFileMode(PosixFilePermissions.fromString("rw-rw-rw-")));
    assertThat(mode()).isEqualTo("rw-rw-rw-");

    files.write(file, Content.text("y")); // the mode of the replaced file stays
    assertThat(mode()).isEqualTo("rw-rw-rw-");

    files.write(file, Content.text("z"), DEFAULTS.attributes(AttributePolicy.RESET));
    assertThat(mode()).isEqualTo("rw-------");
  }

  /** Only root may give files away, so only root sees this. */
  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r-----"})
  void ownerAndGroup_areKept_orNot(String mode) throws Exception {
    files.write(file, bytes("one"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Object own = Files.getAttribute(file, "unix:uid");
    try {
      Files.setAttribute(file, "unix:gid", 12_345);
      Files.setAttribute(file, "unix:uid", 54_321);
    } catch (IOException e) {
      org.junit.jupiter.api.Assumptions.abort("this user may not give files away");
    }

    files.write(file, Content.text("two"), DEFAULTS.attributes(AttributePolicy.KEEP_OR_FAIL));
    assertThat(Files.readAttributes(file, "unix:uid,gid"))
        .containsEntry("uid", 54_321)
        .containsEntry("gid", 12_345);
    assertThat(mode()).isEqualTo(mode);

    files.write(file, Content.text("three"), DEFAULTS.attributes(AttributePolicy.RESET));
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(own);
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void extendedAttributes_areKept_orNot() throws Exception {
    files.write(file, bytes("one"));
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.getFileStore(directory).supportsFileAttributeView("user"),
        "this file system has no extended attributes");
    byte[] large = new byte[1000];
    attributes().write("note", ByteBuffer.wrap(bytes("kept")));
    attributes().write("large", ByteBuffer.wrap(large));
    attributes().write("empty", ByteBuffer.allocate(0));

    files.write(file, Content.text("two"), DEFAULTS.attributes(AttributePolicy.KEEP_OR_FAIL));
    assertThat(attributes().list()).containsExactlyInAnyOrder("note", "large", "empty");
    ByteBuffer note = ByteBuffer.allocate(100);
    attributes().read("note", note);
    assertThat(StandardCharsets.UTF_8.decode(note.flip()).toString()).isEqualTo("kept");
    assertThat(attributes().size("large")).isEqualTo(1000);

    files.write(file, Content.text("three"), DEFAULTS.attributes(AttributePolicy.RESET));
    assertThat(attributes().list()).isEmpty();
  }

  private UserDefinedFileAttributeView attributes() {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  @Test
  void guard_standsAroundEachChange_andMayRefuseIt() throws Exception {
    List<List<Path>> seen = new ArrayList<>();
    CommitGuard noting =
        new CommitGuard() {
          @Override
          public <T> T commit(List<Path> paths, LockedCall<T, IOException> step)
              throws IOException {
            if (paths.contains(directory.resolve("forbidden"))) {
              throw new IOException("not now");
            }
            seen.add(paths);
            return step.call();
          }
        };
    AtomicFiles guarded = AtomicFiles.lockedBy(locks, noting);
    Path other = directory.resolve("other");

    guarded.write(file, bytes("one"));
    guarded.createNew(other, bytes("two"));
    guarded.update(file, old -> bytes("three"));
    guarded.delete(other);
    guarded.move(file, other);

    assertThat(seen)
        .containsExactly(
            List.of(file), List.of(other), List.of(file), List.of(other), List.of(file, other));
    assertThatThrownBy(() -> guarded.write(directory.resolve("forbidden"), bytes("x")))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    assertThat(directory.resolve("forbidden")).doesNotExist();
  }
}
