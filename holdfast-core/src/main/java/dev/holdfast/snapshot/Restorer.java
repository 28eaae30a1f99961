package dev.holdfast.snapshot;

import dev.holdfast.file.Content;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/** Makes a tree what a snapshot is, in one transaction. */
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
    if (restoration.isNothing()) {
      return;
    }
    try (FileTransaction transaction = tree.begin(List.of())) {
      for (String path : restoration.removals()) {
        transaction.delete(tree.root().resolve(path));
      }
      for (String path : restoration.directories()) {
        transaction.createDirectory(tree.root().resolve(path), modeOf(path, Set.of()));
      }
      for (RegularFile file : restoration.files()) {
        transaction.put(
            tree.root().resolve(file.path()),
            content(file),
            modeOf(file.path(), WriteOptions.defaults().newFileMode()));
      }
      for (String path : restoration.links()) {
        transaction.createSymbolicLink(
            tree.root().resolve(path), Files.readSymbolicLink(snapshot.resolve(path)));
      }
      transaction.commit();
    }
  }

  private Set<PosixFilePermission> modeOf(String path, Set<PosixFilePermission> none)
      throws IOException {
    Path original = snapshot.resolve(path);
    return original.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.getPosixFilePermissions(original, LinkOption.NOFOLLOW_LINKS)
        : none;
  }

  /** It was verified, but that may have been a while ago. */
  private Content content(RegularFile file) {
    Path source = snapshot.resolve(file.path());
    return out -> {
      MessageDigest digest = Sha256.start();
      try (InputStream in =
          new DigestInputStream(Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS), digest)) {
        in.transferTo(out);
      }
      if (!Sha256.end(digest).equals(file.sha256())) {
        throw new FileSystemException(
            source.toString(), null, "has changed since the snapshot was verified");
      }
    };
  }
}
