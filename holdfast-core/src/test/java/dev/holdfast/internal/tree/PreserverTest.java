package dev.holdfast.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.internal.tree.SnapshotArea.Kept;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreserverTest {

  @TempDir Path directory;

  private Path root;
  private TreeLayout layout;
  private SnapshotArea area;
  private boolean snapshotterLives = true;
  private Preserver preserver;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(directory.resolve("tree"));
    layout = new TreeLayout(root);
    area = new SnapshotArea(layout);
    preserver =
        new Preserver(
            layout,
            task -> {
              if (!snapshotterLives) {
                task.run();
              }
              return !snapshotterLives;
            });
  }

  private void publish() throws IOException {
    area.publish(area.prepare());
  }

  private Kept find(String path) throws IOException {
    return area.find(Path.of(path));
  }

  private Path write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Test
  void change_whileNoSnapshotIsTaken_leavesNothing() throws Exception {
    preserver.beforeChange(write("a", "one"));
    assertThat(layout.directory()).doesNotExist();
  }

  @Test
  void firstChange_isTheOneThatKeeps() throws Exception {
    Path file = write("d/a", "one");
    publish();
    assertThat(find("d/a")).isEqualTo(Kept.UNCHANGED);
    preserver.beforeChange(file);
    Files.delete(file);
    write("d/a", "two");
    preserver.beforeChange(file);
    assertThat(find("d/a")).isEqualTo(Kept.FILE);
    assertThat(area.kept(Path.of("d/a"))).hasContent("one");
    assertThat(find("d")).isEqualTo(Kept.DIRECTORY);
  }

  @Test
  void whatWasNotThere_isAbsent_withAllBelowIt() throws Exception {
    publish();
    preserver.beforeChange(root.resolve("x/y/z"));
    write("x/y/z", "new");
    preserver.beforeChange(root.resolve("x/y/z"));
    for (String path : new String[] {"x", "x/y", "x/y/z", "x/other"}) {
      assertThat(find(path)).as(path).isEqualTo(Kept.ABSENT);
    }
  }

  @Test
  void fileThatIsLikeTheMarker_isNotTakenForIt() throws Exception {
    publish();
    Path marker = area.absentMarker();
    Path file = write("a", "x".repeat((int) Files.size(marker)));
    preserver.beforeChange(file);
    assertThat(find("a")).isEqualTo(Kept.FILE);
  }

  @Test
  void symbolicLink_isKeptItself() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("nowhere"));
    publish();
    preserver.beforeChange(link);
    assertThat(find("link")).isEqualTo(Kept.FILE);
    assertThat(Files.readSymbolicLink(area.kept(Path.of("link")))).isEqualTo(Path.of("nowhere"));
  }

  @Test
  void directory_isKeptWhole_andWhatComesIntoItsPlaceWasNotInIt() throws Exception {
    Path old = write("d/old", "old").getParent();
    write("other/new", "new");
    publish();
    preserver.beforeChange(old);
    preserver.beforeChange(root.resolve("other"));
    Files.move(old, directory.resolve("away"));
    Files.move(root.resolve("other"), old);
    preserver.beforeChange(old); // as a recovery does
    preserver.beforeChange(old.resolve("new"));
    assertThat(find("d/old")).isEqualTo(Kept.FILE);
    assertThat(find("d/new")).isEqualTo(Kept.ABSENT);
    assertThat(find("other/new")).isEqualTo(Kept.FILE);
  }

  @Test
  void fileWithAsManyLinksAsThereCanBe_isCopied() throws Exception {
    Path file = write("a", "one");
    Path links = Files.createDirectory(directory.resolve("links"));
    try {
      for (int i = 0; i < 70_000; i++) {
        Files.createLink(links.resolve("l" + i), file);
      }
      abort("Skipped: this file system has no limit of links.");
    } catch (FileSystemException e) {
      // no more of them
    }
    publish();
    preserver.beforeChange(file);
    assertThat(area.kept(Path.of("a"))).hasContent("one");
    assertThat(Files.isSameFile(area.kept(Path.of("a")), file)).isFalse();
    try (Stream<Path> entries = Files.list(layout.snapshotArea())) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("kept", "absent");
    }
  }

  @Test
  void reservedNamesAndOtherPlaces_areNotKept() throws Exception {
    publish();
    preserver.beforeChange(write(".holdfast-x/a", "one"));
    preserver.beforeChange(directory.resolve("elsewhere"));
    preserver.beforeChange(root);
    assertThat(area.kept()).isEmptyDirectory();
  }

  /** A snapshot is given up rather than a change refused. */
  @Test
  void whatCannotBeKept_endsTheSnapshot() throws Exception {
    Path file = write("a", "one");
    publish();
    Files.delete(area.kept());
    Files.createFile(area.kept());

    preserver.beforeChange(file);

    assertThat(area.exists()).isFalse();
    assertThat(area.reason()).hasValueSatisfying(why -> assertThat(why).contains(file.toString()));
    assertThat(area.end()).isFalse();
    assertThat(area.remove()).hasSize(1);
    assertThat(layout.directory()).isEmptyDirectory();
  }

  @Test
  void areaOfADeadSnapshotter_isRemovedByTheNextChange() throws Exception {
    Path file = write("a", "one");
    publish();
    Path _ = area.prepare();
    preserver.beforeChange(file);
    snapshotterLives = false;
    preserver.beforeChange(file);
    assertThat(layout.directory()).isEmptyDirectory();
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void sweep_removesWhatTheDeadLeft_andNothingOfTheLiving() throws Exception {
    publish();
    assertThat(preserver.sweep()).isEmpty();
    assertThat(area.exists()).isTrue();
    snapshotterLives = false;
    assertThat(preserver.sweep()).hasSize(1);
    assertThat(layout.directory()).isEmptyDirectory();
  }
}
