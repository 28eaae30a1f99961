package dev.holdfast.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.Content;
import dev.holdfast.file.Durability;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.internal.tree.SnapshotArea;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed after the instant, the copy is what the tree was at the instant. */
@Timeout(120)
final class TreeCopyTest {

  private static final int TREES = 15;
  private static final int CHANGES = 12;
  private static final WriteOptions QUICK = WriteOptions.defaults().durability(Durability.NONE);

  @TempDir Path directory;

  private final long seed = Long.getLong("holdfast.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final LockManager locks = LockManager.inProcess();
  private FileTree tree;

  @Test
  void copy_afterAnyChanges_isTheTreeAtTheInstant() throws Exception {
    System.out.println("-Dholdfast.seed=" + seed);
    for (int i = 0; i < TREES; i++) {
      Path root = Files.createDirectory(directory.resolve("tree" + i)).toRealPath();
      begin(root);
      for (int j = 0; j < CHANGES; j++) {
        change(root, random);
      }
      compare(root, directory.resolve("copy" + i), () -> {}, anyCopy());
    }
  }

  private FileCopy anyCopy() {
    return FileCopy.of(random.nextBoolean() ? Copying.COPY : Copying.LINK);
  }

  /** The area had nothing, and then the copy catches what is new: it has to look again. */
  @Test
  void copy_ofWhatChangesRightBefore_isTheTreeAtTheInstant() throws Exception {
    System.out.println("-Dholdfast.seed=" + seed);
    for (int i = 0; i < TREES; i++) {
      Path root = Files.createDirectory(directory.resolve("tree" + i)).toRealPath();
      begin(root);
      FileCopy copy = anyCopy();
      FileCopy late =
          (source, target) -> {
            if (source.startsWith(new TreeLayout(root).directory())) {
              // kept already, and nobody's to change
            } else if (random.nextInt(3) == 0) {
              boolean _ = tree.files().delete(source, QUICK);
              tree.files().write(source, Content.of("later".getBytes(UTF_8)), QUICK);
            } else {
              change(root, random);
            }
            copy.copy(source, target);
          };
      compare(root, directory.resolve("copy" + i), () -> {}, late);
    }
  }

  @Test
  void copy_whileThereAreChanges_isTheTreeAtTheInstant() throws Exception {
    System.out.println("-Dholdfast.seed=" + seed);
    for (int i = 0; i < TREES; i++) {
      Path root = Files.createDirectory(directory.resolve("tree" + i)).toRealPath();
      begin(root);
      Random others = new Random(random.nextLong());
      CountDownLatch begun = new CountDownLatch(1);
      Thread writer =
          new Thread(
              () -> {
                for (int j = 0; j < CHANGES; j++) {
                  begun.countDown();
                  change(root, others);
                }
              });
      compare(
          root,
          directory.resolve("copy" + i),
          () -> {
            writer.start();
            begun.await();
          },
          anyCopy());
      writer.join();
    }
  }

  /** What happens between the instant and the copy. */
  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private void compare(Path root, Path copy, Meanwhile meanwhile, FileCopy files) throws Exception {
    TreeLayout layout = new TreeLayout(root);
    try (LockHandle _ = locks.acquire(LockRequest.exclusive(layout.snapshotLockName()))) {
      SnapshotArea area = new SnapshotArea(layout);
      Path prepared = area.prepare();
      Map<String, String> expected = picture(root);
      boolean _ = tree.<Boolean, IOException>read(() -> publish(area, prepared));
      for (int i = 0; i < CHANGES / 2; i++) {
        change(root, random);
      }
      meanwhile.run();
      Files.createDirectory(copy);
      new TreeCopy(root, area, copy, files).run();
      assertThat(area.end()).isTrue();
      assertThat(picture(copy)).isEqualTo(expected);
    }
  }

  private static boolean publish(SnapshotArea area, Path prepared) throws IOException {
    area.publish(prepared);
    return true;
  }

  private void begin(Path root) throws Exception {
    tree = FileTree.open(root, locks);
    for (int i = 0; i < 12; i++) {
      Path path = anyPath(root, random);
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isPossible(root, path)) {
        Files.createDirectories(path.getParent());
        switch (random.nextInt(4)) {
          case 0 -> Files.createDirectory(path);
          case 1 -> Files.createSymbolicLink(path, Path.of("target" + i));
          default -> Files.writeString(path, "old" + i);
        }
      }
    }
  }

  /** Is nothing but a directory above it? */
  private static boolean isPossible(Path root, Path path) {
    for (Path each = path.getParent(); !each.equals(root); each = each.getParent()) {
      if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /** Few names, so that they meet. */
  private static Path anyPath(Path root, Random random) {
    Path path = root;
    for (int depth = random.nextInt(3); depth >= 0; depth--) {
      path = path.resolve("n" + random.nextInt(3));
    }
    return path;
  }

  /** Makes some change, if it is possible. */
  private void change(Path root, Random random) {
    Path a = anyPath(root, random);
    Path b = anyPath(root, random);
    byte[] content = ("new" + random.nextInt()).getBytes(UTF_8);
    try {
      switch (random.nextInt(8)) {
        case 0 -> tree.files().write(a, Content.of(content), QUICK);
        case 1 -> {
          boolean _ = tree.files().delete(a, QUICK);
        }
        case 2 -> tree.files().move(a, b, QUICK);
        case 3 -> transact(transaction -> transaction.put(a, Content.of(content)));
        case 4 -> transact(transaction -> transaction.delete(a));
        case 5 -> transact(transaction -> transaction.move(a, b));
        case 6 -> tree.files().createDirectories(a);
        default ->
            transact(
                transaction -> {
                  transaction.move(a, b);
                  transaction.move(b, a);
                });
      }
    } catch (FileCommitException
        | NoSuchFileException
        | FileAlreadyExistsException
        | IllegalArgumentException e) {
      // not possible as things are
    } catch (IOException | InterruptedException e) {
      assertThat(e).hasMessageContaining("directory"); // something is none, or is one
    }
  }

  private interface Changing {
    void make(FileTransaction transaction) throws IOException;
  }

  private void transact(Changing change) throws IOException, InterruptedException {
    try (FileTransaction transaction = tree.begin(List.of())) {
      change.make(transaction);
      transaction.commit();
    }
  }

  private static Map<String, String> picture(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String relative = root.relativize(path).toString();
        if (!relative.startsWith(".holdfast")) {
          found.put(
              relative,
              Files.isSymbolicLink(path)
                  ? "link to " + Files.readSymbolicLink(path)
                  : Files.isDirectory(path) ? "directory" : Files.readString(path));
        }
      }
    }
    return found;
  }
}
