package dev.holdfast.tx;

import dev.holdfast.file.Content;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.os.LivingWriter;
import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.internal.tree.Deletion;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of the journal in which a transaction collects its contents. Its writer has a claim
 * on it while it lives; see {@link LivingWriter}.
 */
final class Stage implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("stage-(" + LivingWriter.NAME + ")");

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private static final int MAX_TRIES = 100;

  private final TreeLayout layout;
  private final Path directory;
  private final FileChannel claim;
  private final ContentSyncs contents;

  /** Directories that belong to entries. */
  private final List<Path> made = new ArrayList<>();

  private Stage(TreeLayout layout, Path directory, FileChannel claim, ContentSyncs contents) {
    this.layout = layout;
    this.directory = directory;
    this.claim = claim;
    this.contents = contents;
  }

  static Stage create(TreeLayout layout) throws IOException {
    Path journal = layout.directory();
    OwnerOnly.createDirectories(journal);
    if (!Files.isDirectory(journal, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(journal.toString());
    }
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Path directory = journal.resolve("stage-" + LivingWriter.newName());
      Files.createDirectory(directory, OwnerOnly.directory(directory));
      Path lock = lockOf(directory);
      try {
        FileChannel claim =
            FileChannel.open(
                lock,
                Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file(lock));
        if (LivingWriter.claim(claim, false) && Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
          return claimed(layout, directory, claim);
        }
        claim.close();
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Swept before the claim, like below.
      }
      // Between creation and lock a sweep took it for a dead writer's: try another name.
    }
    throw new IOException("no stage could be claimed in " + journal);
  }

  private static Stage claimed(TreeLayout layout, Path directory, FileChannel claim)
      throws IOException {
    try {
      return new Stage(layout, directory, claim, ContentSyncs.open(directory));
    } catch (IOException e) {
      try (claim) {
        Deletion.delete(directory, lockOf(directory));
      }
      throw e;
    }
  }

  /** Is this how the directory of a transaction may be called? */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Is it a directory of a transaction, which this JVM did not make? */
  static boolean isForeign(Path directory) {
    Matcher name = NAME.matcher(String.valueOf(directory.getFileName()));
    return name.matches()
        && !LivingWriter.isOfThisJvm(name.group(1))
        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** The file that is locked while the writer lives. */
  static Path lockOf(Path stage) {
    return stage.resolve("lock");
  }

  /** Where what belongs to an entry stands. */
  static Path slot(Path stage, int slot) {
    return stage.resolve(Integer.toString(slot));
  }

  Path directory() {
    return directory;
  }

  /** Where the record stands before it is put into place. */
  Path record() {
    return directory.resolve("record");
  }

  /** Writes a content that belongs to an entry, or leaves nothing of it. */
  StagedFile write(int slot, Content content, KeptAttributes attributes) throws IOException {
    Path path = slot(directory, slot);
    boolean done = false;
    try {
      StagedFile staged = write(path, content, attributes);
      done = true;
      return staged;
    } finally {
      if (!done) {
        Files.deleteIfExists(path);
      }
    }
  }

  private StagedFile write(Path path, Content content, KeptAttributes attributes)
      throws IOException {
    StagedFile staged = StagedFile.write(path, content, attributes);
    contents.add(staged.channel());
    return staged;
  }

  /** Makes a directory that belongs to an entry; its owner may always do everything. */
  void makeDirectory(int slot, Set<PosixFilePermission> mode) throws IOException {
    Path path = slot(directory, slot);
    Set<PosixFilePermission> wanted = EnumSet.copyOf(OWNER);
    wanted.addAll(mode);
    Files.createDirectory(path, OwnerOnly.directory(path));
    made.add(path);
    boolean _ = KeptAttributes.ofNew(wanted).applyTo(path);
  }

  /**
   * Makes a symbolic link that belongs to an entry.
   *
   * @return the SHA-256 of its target
   */
  String makeLink(int slot, Path target) throws IOException {
    Path path = slot(directory, slot);
    Files.createSymbolicLink(path, target);
    return Sha256.ofTarget(path);
  }

  /** Forgets a content that was written. */
  void remove(int slot) throws IOException {
    Files.delete(slot(directory, slot));
  }

  /** Writes the record, and makes it, all contents and their names durable. */
  void finish(byte[] record) throws IOException {
    KeptAttributes mode = KeptAttributes.ofNew(PosixFilePermissions.fromString("rw-------"));
    StagedFile _ = write(record(), Content.of(record), mode);
    contents.sync();
    TreeSyncs.names(made); // with their modes
    TreeSyncs.names(directory);
    TreeSyncs.names(layout.directory());
  }

  /** Removes it with all that is in it. */
  void discard() throws IOException {
    try (this) {
      Deletion.delete(directory, lockOf(directory));
    }
  }

  /** Lets go of it, but leaves it to recovery. */
  @Override
  public void close() throws IOException {
    try (claim;
        contents) {
      // both
    }
  }
}
