package dev.holdfast.verify.tx;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that puts the same content into so many files of a tree, in one transaction. */
final class ManyFilesWorker {

  private final FileTree tree;

  private ManyFilesWorker(FileTree tree) {
    this.tree = tree;
  }

  public static void main(String[] arguments) throws Exception {
    LockManager locks = LockManager.inProcess();
    ManyFilesWorker worker = new ManyFilesWorker(FileTree.open(Path.of(arguments[0]), locks));
    Parent.say("ready " + Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
    Parent.obey(worker::put);
  }

  private void put(List<String> words) throws IOException, InterruptedException {
    int files = Integer.parseInt(words.get(0));
    try (FileTransaction change = tree.begin(List.of())) {
      for (int i = 0; i < files; i++) {
        change.put(tree.root().resolve("f" + i), Content.text(words.get(1)));
      }
      change.commit();
      Parent.say("done");
    } catch (FileCommitException e) {
      Parent.say("failed %s: %s".formatted(e.outcome(), e.getMessage()));
    }
  }
}
