package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code snapshot}, {@code restore}, {@code recover} and {@code sweep}. */
class TreeCommandsTest {

  @TempDir Path folder;

  private Path tree;
  private Path copy;

  @BeforeEach
  void fill() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    copy = folder.resolve("copy");
    Files.writeString(tree.resolve("a"), "one");
    Files.writeString(Files.createDirectory(tree.resolve("sub")).resolve("b"), "two");
  }

  private static Cli.Run run(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    return new Cli().run(arguments);
  }

  @Test
  void snapshot_isRestored_andADryRunSaysWhatThatMeans() throws IOException {
    Cli.Run taken = run("snapshot", tree, copy);
    assertThat(taken.err()).isEmpty();
    assertThat(taken.out()).startsWith(copy + ": 2 files with 6 bytes, as of 20");
    assertThat(copy.resolve("sub/b")).hasContent("two");

    Files.writeString(tree.resolve("a"), "changed");
    Files.delete(tree.resolve("sub/b"));
    Files.writeString(tree.resolve("c"), "new");

    assertThat(run("restore", "--dry-run", copy, tree))
        .isEqualTo(
            new Cli.Run(
                0,
                """
                + sub/b
                ~ a
                - c
                would be: 1 created, 1 replaced, 1 deleted, 0 unchanged
                """,
                ""));
    assertThat(tree.resolve("c")).exists();

    Cli.Run restored = run("restore", "--json", copy, tree);
    assertThat(restored.err()).isEmpty();
    assertThat(restored.out()).contains("\"created\"", "\"sub/b\"", "\"dryRun\"");
    assertThat(tree.resolve("a")).hasContent("one");
    assertThat(tree.resolve("sub/b")).hasContent("two");
    assertThat(tree.resolve("c")).doesNotExist();
  }

  @Test
  void damagedSnapshot_isNotRestored() throws IOException {
    assertThat(run("snapshot", tree, copy).exitCode()).isZero();
    Files.writeString(copy.resolve("a"), "rotten");

    Cli.Run run = run("restore", copy, tree);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("a has changed", "nothing was changed").doesNotContain("\tat ");
    assertThat(tree.resolve("a")).hasContent("one");
  }

  @Test
  void whatIsNoSnapshot_andWhatExistsAlready_isTold() {
    Cli.Run noSnapshot = run("restore", folder, tree);
    assertThat(noSnapshot.exitCode()).isEqualTo(1);
    assertThat(noSnapshot.err()).contains(folder.toString(), "nothing was changed");

    Cli.Run taken = run("snapshot", tree, folder);
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.err()).contains("exists already: " + folder);

    Cli.Run noFolder = run("snapshot", folder.resolve("missing"), copy);
    assertThat(noFolder.exitCode()).isEqualTo(1);
    assertThat(noFolder.err()).contains("no such folder");
    assertThat(copy).doesNotExist();
  }

  @Test
  void recover_saysThatThereIsNothing() {
    assertThat(run("recover", tree)).isEqualTo(new Cli.Run(0, "nothing to recover\n", ""));
  }

  @Test
  void sweep_listsFirst_andRemovesOnlyWhatTheDeadLeft() throws IOException {
    String random = "0123456789abcdef";
    Path left =
        Files.writeString(
            tree.resolve("sub/.holdfast-" + random + "-" + random + random + ".tmp"), "half");
    assertThat(run("sweep", "--dry-run", tree)).isEqualTo(new Cli.Run(0, left + "\n", ""));
    assertThat(left).exists();
    assertThat(tree.resolve(".holdfast")).as("looking makes nothing").doesNotExist();

    assertThat(run("sweep", tree)).isEqualTo(new Cli.Run(0, left + "\n", ""));
    assertThat(left).doesNotExist();
    assertThat(tree.resolve("sub/b")).exists();
  }
}
