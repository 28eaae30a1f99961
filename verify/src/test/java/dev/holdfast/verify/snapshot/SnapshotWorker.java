package dev.holdfast.verify.snapshot;

import dev.holdfast.file.Content;
import dev.holdfast.file.Durability;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.lock.LockManager;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.snapshot.Step.Delete;
import dev.holdfast.verify.snapshot.Step.Move;
import dev.holdfast.verify.snapshot.Step.Put;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that writes a tree, or takes snapshots of it, as it is told. */
final class SnapshotWorker {

  private static final WriteOptions QUICK = WriteOptions.defaults().durability(Durability.NONE);

  private final FileTree tree;
  private volatile boolean over;
  private @Nullable Thread background;

  private SnapshotWorker(FileTree tree) {
    this.tree = tree;
  }

  /** Arguments: the root of the tree, the directory of the locks. */
  public static void main(String[] arguments) throws Exception {
    LockManager locks = LockManager.open(Path.of(arguments[1]));
    SnapshotWorker worker = new SnapshotWorker(FileTree.open(Path.of(arguments[0]), locks));
    Parent.say("ready");
    Parent.obey(worker::obey);
  }

  private void obey(List<String> words) throws Exception {
    switch (words.getFirst()) {
      case "tell" -> {
        Story story = Story.valueOf(words.get(1));
        Path directory = tree.root().resolve(words.get(2));
        long from = Long.parseLong(words.get(3));
        int done = words.size() > 4 ? Integer.parseInt(words.get(4)) : 0;
        over = false;
        background = Thread.ofPlatform().start(() -> tell(story, directory, from, done));
      }
      case "stop" -> {
        over = true;
        if (background != null) {
          background.join();
        }
        Parent.say("stopped");
      }
      case "write" -> {
        tree.files()
            .write(
                tree.root().resolve(words.get(1)),
                Content.of(Numbered.content(Long.parseLong(words.get(2)))),
                QUICK);
        Parent.say("written");
      }
      case "take" -> {
        try {
          Snapshots.of(tree).take(Path.of(words.get(1)), Copying.valueOf(words.get(2)));
          Parent.say("taken");
        } catch (IOException e) {
          Parent.say("not taken: " + e.getMessage());
        }
      }
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  /** From a round on, of which some steps are done. */
  private void tell(Story story, Path directory, long from, int done) {
    try {
      for (long round = from; !over; round++) {
        List<Step> steps = story.round(round);
        for (Step step : round == from ? steps.subList(done, steps.size()) : steps) {
          take(step, directory, story);
        }
      }
    } catch (IOException | InterruptedException e) {
      Parent.say("error " + e);
    }
  }

  private void take(Step step, Path directory, Story story)
      throws IOException, InterruptedException {
    if (story == Story.TRANSACTIONS) {
      try (FileTransaction transaction = tree.begin(List.of())) {
        for (Step.Edit edit : step.edits()) {
          switch (edit) {
            case Put(String path, long number) ->
                transaction.put(directory.resolve(path), Content.of(Numbered.content(number)));
            case Delete(String path) -> transaction.delete(directory.resolve(path));
            case Move(String from, String to) ->
                transaction.move(directory.resolve(from), directory.resolve(to));
          }
        }
        transaction.commit();
      }
      return;
    }
    switch (step.edits().getFirst()) {
      case Put(String path, long number) ->
          tree.files().write(directory.resolve(path), Content.of(Numbered.content(number)), QUICK);
      case Delete(String path) -> {
        boolean _ = tree.files().delete(directory.resolve(path), QUICK);
      }
      case Move(String from, String to) ->
          tree.files().move(directory.resolve(from), directory.resolve(to), QUICK);
    }
  }
}
