package dev.holdfast.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.Content;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tree with files {@code a}, {@code b} and {@code dir/c}, each with its name as content. */
@Timeout(60)
abstract class TreeFixture {

  @TempDir Path temporary;

  final LockManager locks = LockManager.inProcess();
  Path root;
  TreeLayout layout;
  FileTree tree;

  @BeforeEach
  void openTree() throws Exception {
    root = temporary.toRealPath();
    layout = new TreeLayout(root);
    Files.createDirectory(root.resolve("dir"));
    for (String name : List.of("a", "b", "dir/c")) {
      Files.writeString(root.resolve(name), name);
    }
    tree = FileTree.open(root, locks);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (expectsCleanJournal() && Files.exists(layout.directory())) {
      try (Stream<Path> left = Files.list(layout.directory())) {
        assertThat(left).isEmpty();
      }
    }
    locks.close();
  }

  boolean expectsCleanJournal() {
    return true;
  }

  Path at(String name) {
    return root.resolve(name);
  }

  /** All files of the tree with their contents, and empty directories. */
  SortedMap<String, String> contents() throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> entries = Files.list(root)) {
      // The journal changes also while the tree does not.
      for (Path entry : entries.filter(each -> !each.equals(layout.directory())).toList()) {
        try (Stream<Path> all = Files.walk(entry)) {
          for (Path path : all.filter(Files::isRegularFile).toList()) {
            found.put(root.relativize(path).toString(), Files.readString(path));
          }
        }
      }
    }
    return found;
  }

  /** What a writer leaves that dies as soon as its transaction is committed. */
  Path commitAndDie(Entry... entries) throws IOException {
    List<Entry> all = new ArrayList<>();
    try (Stage stage = Stage.create(layout)) {
      for (Entry entry : entries) {
        switch (entry) {
          case Entry.Put(int slot, Path path, _, String content) -> {
            KeptAttributes mode =
                KeptAttributes.ofNew(PosixFilePermissions.fromString("rw-------"));
            StagedFile staged = stage.write(slot, Content.text(content), mode);
            all.add(new Entry.Put(slot, path, staged.length(), staged.sha256()));
          }
          case Entry.Link(int slot, Path path, _) ->
              all.add(new Entry.Link(slot, path, stage.makeLink(slot, Path.of("f"))));
          case Entry.Directory(int slot, _) -> {
            stage.makeDirectory(slot, Set.of());
            all.add(entry);
          }
          case Entry.Delete _, Entry.Move _ -> all.add(entry);
        }
      }
      stage.finish(
          new CommitRecord(stage.directory().getFileName().toString(), all)
              .encode(new TreePaths(root)));
      new Journal(layout).place(stage.record());
      return stage.directory();
    }
  }

  Entry putOf(int slot, String name, String content) {
    return new Entry.Put(slot, at(name), 0, content);
  }
}
