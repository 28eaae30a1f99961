package dev.holdfast.benchmarks;

import dev.holdfast.snapshot.Snapshots.Copying;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long two writers pause while a directory is copied as of one instant. */
final class SnapshotRow implements Row {

  /** So many files that one round takes minutes. */
  private static final int MANY = 10_000;

  private static final long TARGET_PAUSE_NANOS = 5_000_000;

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Longest write during a snapshot, two writers",
            "way",
            "files",
            "p99 before",
            "longest during",
            "beyond their p99",
            "longest of an equal time after it",
            "longest wait for the lock",
            "snapshot took");
    section.note(
        "Medians of the rounds; with 10,000 files and more there is one. Files of 4 KiB in one directory of "
            + Disk.describe(options)
            + ".");
    section.note(
        "The longest wait for the lock is that of all rounds, before and after the snapshots too.");
    boolean rsync = Commands.works(List.of("rsync", "--version"), List.of());
    if (!rsync) {
      section.note("There is no rsync here.");
    }
    List<Integer> sizes = options.brief() ? List.of(100, 1_000) : List.of(100, 10_000, 100_000);
    for (int size : sizes) {
      Path work = Disk.newDirectory(options, FilePeerKind.RAW);
      try {
        Path tree = fill(work.resolve("tree"), size);
        for (Opener opener : peers(rsync)) {
          measure(section, opener.open(tree), work, size, options);
        }
      } finally {
        Commands.delete(work);
      }
    }
    return section;
  }

  private interface Opener {
    SnapshotPeer open(Path tree) throws IOException, InterruptedException;
  }

  private static List<Opener> peers(boolean rsync) {
    List<Opener> peers = new ArrayList<>();
    peers.add(LockedCopy::hardLinks);
    if (rsync) {
      peers.add(LockedCopy::contents);
    }
    // After the others, which would copy what it keeps beside the files.
    for (Copying copying : Copying.values()) {
      peers.add(tree -> HoldfastSnapshotPeer.open(tree, copying));
    }
    return peers;
  }

  private static void measure(
      Section section, SnapshotPeer peer, Path work, int size, Options options) throws Exception {
    Rounds<String> times = new Rounds<>();
    int rounds = size < MANY ? options.choose(5, 1) : 1;
    long waited;
    try (peer) {
      for (int round = 0; round < rounds; round++) {
        Path into = work.resolve("copy");
        Disk.settle();
        WritersUnderSnapshot.Result result =
            WritersUnderSnapshot.measure(peer, into, options.choose(1000, 300));
        long usual = result.usual().atMost(0.99);
        times.add("usual", usual);
        times.add("longest", result.longest());
        times.add("beyond", Math.max(0, result.longest() - usual));
        times.add("alone", result.alone());
        times.add("beyond alone", Math.max(0, result.longest() - result.alone()));
        times.add("taken", result.taken());
        Commands.delete(into);
      }
      waited = peer.longestWait();
    }
    section.line(
        peer.title(),
        String.format(Locale.ROOT, "%,d", size),
        Section.time(times.median("usual")),
        Section.time(times.median("longest")),
        Section.time(times.median("beyond")),
        Section.time(times.median("alone")),
        Section.time(waited),
        Section.time(times.median("taken")));
    if (!(peer instanceof LockedCopy)) {
      section.target(
          "%s, %,d files: ≤ 5 ms beyond the writers' own p99".formatted(peer.title(), size),
          Section.time(times.median("beyond")),
          times.median("beyond") <= TARGET_PAUSE_NANOS);
      section.target(
          "%s, %,d files: nobody waits for the lock for more than 5 ms"
              .formatted(peer.title(), size),
          Section.time(waited),
          waited <= TARGET_PAUSE_NANOS);
      section.target(
          "%s, %,d files: ≤ 5 ms beyond the longest write of an equal time after it"
              .formatted(peer.title(), size),
          Section.time(times.median("beyond alone")),
          times.median("beyond alone") <= TARGET_PAUSE_NANOS);
    }
  }

  private static Path fill(Path tree, int files) throws IOException {
    Files.createDirectories(tree);
    byte[] content = new byte[FileWorker.FILE_BYTES];
    for (int file = 0; file < files; file++) {
      Files.write(RawFilePeer.path(tree, file), content);
    }
    return tree;
  }
}
