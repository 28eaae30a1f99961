package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.FileHasher;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;
import dev.holdfast.snapshot.SortedWalk.Found;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Goes through a manifest and a directory side by side, as both are in the same order. */
final class Comparison {
  private Comparison() {}

  /** Is told of each entry of the manifest and of the directory once. */
  interface Receiver {
    /** The manifest alone has it. */
    void missing(ManifestEntry entry) throws IOException;

    /** The directory alone has it. */
    void extra(Found found, SortedWalk walk) throws IOException;

    /** Both have something of that path, maybe not of the same type. */
    void both(ManifestEntry entry, Found found, SortedWalk walk) throws IOException;
  }

  /**
   * Compares.
   *
   * @throws ManifestException if the manifest cannot be relied on, also after calls of the receiver
   */
  static void run(Path snapshot, Path directory, Receiver receiver) throws IOException {
    try (ManifestReader manifest = ManifestReader.open(snapshot)) {
      SortedWalk walk = new SortedWalk(directory);
      ManifestEntry entry = manifest.next();
      Found found = walk.next();
      while (entry != null || found != null) {
        int order = compare(entry, found);
        if (entry != null && found != null && order == 0) {
          receiver.both(entry, found, walk);
        } else if (entry != null && order < 0) {
          receiver.missing(entry);
        } else if (found != null) {
          receiver.extra(found, walk);
        }
        entry = order <= 0 ? manifest.next() : entry;
        found = order >= 0 ? walk.next() : found;
      }
    }
  }

  private static int compare(@Nullable ManifestEntry entry, @Nullable Found found) {
    if (entry == null) {
      return 1;
    }
    return found == null ? -1 : PathText.compare(entry.path(), found.path());
  }

  static boolean sameType(ManifestEntry entry, Found found) {
    return switch (entry) {
      case Directory _ -> found.attributes().isDirectory();
      case RegularFile _ -> found.attributes().isRegularFile();
      case SymbolicLink _ -> found.attributes().isSymbolicLink();
    };
  }

  /** Has what was found, of the same type, the content that the manifest says? Reads it all. */
  static boolean sameContent(ManifestEntry entry, Found found, FileHasher hasher)
      throws IOException {
    return switch (entry) {
      case Directory _ -> true;
      case RegularFile file -> hasher.hash(found.file()).sha256().equals(file.sha256());
      case SymbolicLink link -> Sha256.ofTarget(found.file()).equals(link.sha256());
    };
  }
}
