package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.FileHasher;
import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;
import dev.holdfast.snapshot.SortedWalk.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is to be done so that a tree is what a snapshot is. */
final class Restoration implements Comparison.Receiver {

  private final Path snapshot;
  private final Path root;
  private final FileHasher hasher = new FileHasher();

  private final List<Path> created = new ArrayList<>();
  private final List<Path> replaced = new ArrayList<>();
  private final List<Path> deleted = new ArrayList<>();
  private long unchanged;

  private final List<RegularFile> files = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final List<String> directories = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();

  private Restoration(Path snapshot, Path root) {
    this.snapshot = snapshot;
    this.root = root;
  }

  /** Compares an intact snapshot with a tree. */
  static Restoration of(Path snapshot, Path root) throws IOException {
    Restoration restoration = new Restoration(snapshot, root);
    Comparison.run(snapshot, root, restoration);
    return restoration;
  }

  Changes changes() {
    return new Changes(created, replaced, deleted, unchanged);
  }

  /** Files that are to have the content that they have in the snapshot. */
  List<RegularFile> files() {
    return files;
  }

  /** Symbolic links that are to be made. */
  List<String> links() {
    return links;
  }

  /** Directories that are to be made, each before those in it. */
  List<String> directories() {
    return directories;
  }

  /** What is to be deleted, before the others are made. */
  List<String> removals() {
    return removals;
  }

  /** Is the tree what the snapshot is? */
  boolean isNothing() {
    return created.isEmpty() && replaced.isEmpty() && deleted.isEmpty();
  }

  @Override
  public void missing(ManifestEntry entry) {
    created.add(relative(entry.path()));
    make(entry);
  }

  private void make(ManifestEntry entry) {
    switch (entry) {
      case Directory _ -> directories.add(entry.path());
      case RegularFile file -> files.add(file);
      case SymbolicLink _ -> links.add(entry.path());
    }
  }

  @Override
  public void extra(Found found, SortedWalk walk) {
    if (found.attributes().isOther()) {
      return; // no snapshot has it
    }
    deleted.add(relative(found.path()));
    remove(found, walk);
  }

  private void remove(Found found, SortedWalk walk) {
    removals.add(found.path());
    if (found.attributes().isDirectory()) {
      walk.skipDirectory();
    }
  }

  @Override
  public void both(ManifestEntry entry, Found found, SortedWalk walk) throws IOException {
    if (Comparison.sameType(entry, found)) {
      if (isSame(entry, found)) {
        unchanged += entry instanceof Directory ? 0 : 1;
        return;
      }
    }
    replaced.add(relative(entry.path()));
    boolean inPlace = // a file replaces another one, or a link, where it stands
        entry instanceof RegularFile
            && (found.attributes().isRegularFile() || found.attributes().isSymbolicLink());
    if (!inPlace) {
      remove(found, walk);
    }
    make(entry);
  }

  private boolean isSame(ManifestEntry entry, Found found) throws IOException {
    return (!(entry instanceof RegularFile)
            || found.attributes().size() == Files.size(snapshot.resolve(entry.path())))
        && Comparison.sameContent(entry, found, hasher);
  }

  private Path relative(String path) {
    return root.getFileSystem().getPath(path);
  }
}
