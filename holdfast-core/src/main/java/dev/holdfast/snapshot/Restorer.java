package dev.holdfast.snapshot;

import dev.holdfast.file.Content;
import dev.holdfast.internal.tree.TemporaryDirectory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/** Makes a tree what a snapshot is. */
final class Restorer {

  private final FileTree tree;
  private final Path snapshot;
  private final Restoration restoration;

  Restorer(FileTree tree, Path snapshot, Restoration restoration) {
    this.tree = tree;
    this.snapshot = snapshot;
    this.restoration = restoration;
  }

  void run() throws IOException, InterruptedException {
    if (!restoration.obstacles().isEmpty()) {
      // A transaction cannot put a file where it deletes a directory.
      try (FileTransaction transaction = tree.begin(List.of())) {
        delete(transaction, restoration.obstacles());
        transaction.commit();
      }
    }
    if (!restoration.files().isEmpty() || !restoration.removals().isEmpty()) {
      try (FileTransaction transaction = tree.begin(List.of())) {
        delete(transaction, restoration.removals());
        for (RegularFile file : restoration.files()) {
          transaction.put(tree.root().resolve(file.path()), content(file));
        }
        transaction.commit();
      }
    }
    makeDirectories();
    makeLinks();
    restoreModes();
  }

  private void delete(FileTransaction transaction, List<String> paths) throws IOException {
    for (String path : paths) {
      transaction.delete(tree.root().resolve(path));
    }
  }

  /** It was verified, but that may have been a while ago. */
  private Content content(RegularFile file) {
    Path source = snapshot.resolve(file.path());
    return out -> {
      MessageDigest digest = Sha256.newDigest();
      try (InputStream in =
          new DigestInputStream(Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS), digest)) {
        in.transferTo(out);
      }
      if (!Sha256.text(digest).equals(file.sha256())) {
        throw new FileSystemException(
            source.toString(), null, "has changed since the snapshot was verified");
      }
    };
  }

  private void makeDirectories() throws IOException {
    for (String path : restoration.directories()) {
      tree.files().createDirectories(tree.root().resolve(path));
    }
  }

  private void makeLinks() throws IOException {
    if (restoration.links().isEmpty()) {
      return;
    }
    try (TemporaryDirectory made = TemporaryDirectory.create(tree.root())) {
      int number = 0;
      for (String path : restoration.links()) {
        Path link = made.path().resolve("link-" + number++);
        Files.createSymbolicLink(link, Files.readSymbolicLink(snapshot.resolve(path)));
        tree.files().move(link, tree.root().resolve(path));
      }
    }
  }

  /** What was put where nothing was is for its owner only, until now. */
  private void restoreModes() throws IOException {
    if (!tree.root().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    for (Path path : restoration.changes().created()) {
      Path made = tree.root().resolve(path);
      if (!Files.isSymbolicLink(made)) {
        Files.setPosixFilePermissions(
            made, Files.getPosixFilePermissions(snapshot.resolve(path), LinkOption.NOFOLLOW_LINKS));
      }
    }
  }
}
