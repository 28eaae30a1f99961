package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.Content;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that dies in the middle of a transaction, or recovers from that.
 *
 * <ul>
 *   <li>{@code die ENTRIES DIRECTORIES TREE}: puts new files of 4 KiB into so many directories, and
 *       halts as soon as the record of the commit stands
 *   <li>{@code recover TREE...}: opens one tree after the other; says for each how many files were
 *       left to be put into place, and the nanoseconds that it took to open it
 * </ul>
 */
final class RecoveryWorker {

  private RecoveryWorker() {}

  public static void main(String[] args) throws Exception {
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    if (args[0].equals("die")) {
      die(Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)), Path.of(rest.get(2)));
    } else {
      for (String tree : rest) {
        recover(Path.of(tree));
      }
    }
    System.exit(0);
  }

  private static void die(int entries, int directories, Path root) throws Exception {
    for (int i = 0; i < directories; i++) {
      Files.createDirectories(directory(root, i));
    }
    try (HoldfastTree opened = HoldfastTree.open(root);
        FileTransaction change = opened.tree().begin(List.of())) {
      for (int i = 0; i < entries; i++) {
        Path file = RawFilePeer.path(directory(opened.tree().root(), i % directories), i);
        change.put(file, Content.of(new byte[FileWorker.FILE_BYTES]));
      }
      Path record = journal(root).resolve("commit");
      Thread _ =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    while (!Files.exists(record)) {
                      Thread.onSpinWait();
                    }
                    Runtime.getRuntime().halt(0);
                  });
      change.commit();
    }
    throw new IllegalStateException("the transaction was over before its record was seen");
  }

  private static void recover(Path root) throws IOException, InterruptedException {
    long left = left(root);
    try (FileLockManager locks = FileLockManager.open(HoldfastTree.domain(root))) {
      long start = System.nanoTime();
      FileTree _ = FileTree.open(root, locks);
      System.out.println(left + " " + (System.nanoTime() - start));
    }
  }

  /** How many contents are still where the transaction collected them? */
  private static long left(Path root) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(journal(root), "stage-*")) {
      for (Path stage : stages) {
        try (Stream<Path> files = Files.list(stage)) {
          count += files.filter(file -> !file.endsWith("lock")).count();
        }
      }
    }
    return count;
  }

  static Path directory(Path root, int number) {
    return root.resolve("directory-" + number);
  }

  private static Path journal(Path root) {
    return root.resolve(".holdfast-tree");
  }
}
