package dev.holdfast.internal.tree;

import dev.holdfast.internal.os.FileNames;
import dev.holdfast.internal.os.LivingWriter;
import dev.holdfast.internal.os.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory that is being filled beside its target, until it gets the target's name or is
 * removed. Like the temporary files of atomic writes: its name is {@code
 * .holdfast-<JVM>-<random>.tmp}, and a file in it, {@code .holdfast-writer}, is locked while the
 * writer lives, so that a sweep of another process can tell.
 */
public final class TemporaryDirectory implements AutoCloseable {

  private static final Pattern NAME =
      Pattern.compile("\\.holdfast-(" + LivingWriter.NAME + ")\\.tmp");

  /** The file that is locked. Nobody else in this process may open it: see {@link LivingWriter}. */
  public static final String CLAIM = ".holdfast-writer";

  private static final int MAX_TRIES = 100;

  private final Path path;
  private final FileChannel claim;
  private boolean present = true;

  private TemporaryDirectory(Path path, FileChannel claim) {
    this.path = path;
    this.claim = claim;
  }

  /** Makes an empty one. */
  public static TemporaryDirectory create(Path parent) throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Path path = parent.resolve(".holdfast-" + LivingWriter.newName() + ".tmp");
      Files.createDirectory(path, OwnerOnly.directory(path)); // durable when it has its name
      Path claimed = path.resolve(CLAIM);
      TemporaryDirectory created;
      try {
        created =
            new TemporaryDirectory(
                path,
                FileChannel.open(
                    claimed,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    OwnerOnly.file(claimed)));
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        continue; // a sweep was faster
      }
      boolean done = false;
      try {
        done =
            LivingWriter.claim(created.claim, false)
                && Files.exists(claimed, LinkOption.NOFOLLOW_LINKS);
        if (done) {
          return created;
        }
      } finally {
        if (!done) {
          created.close();
        }
      }
    }
    throw new IOException("no temporary directory could be claimed in " + parent);
  }

  /** Its name while it is filled. */
  public Path path() {
    return path;
  }

  /**
   * Gets its name.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
   */
  public void renameTo(Path target) throws IOException {
    FileNames.renameIfAbsent(path, target);
    present = false;
    // Not earlier: without it nobody would know that the directory is a dead writer's.
    Files.deleteIfExists(target.resolve(CLAIM));
  }

  /** Removes it, unless it got its name. */
  @Override
  public void close() throws IOException {
    try (claim) {
      if (present) {
        Deletion.delete(path, path.resolve(CLAIM));
        present = false;
      }
    }
  }

  /** Those that dead processes left in a directory. */
  public static List<Path> leftovers(Path parent) throws IOException {
    return dead(parent, false);
  }

  /**
   * Removes those that dead processes left in a directory.
   *
   * @return what was removed
   */
  public static List<Path> sweep(Path parent) throws IOException {
    return dead(parent, true);
  }

  private static List<Path> dead(Path parent, boolean remove) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, ".holdfast-*.tmp")) {
      for (Path entry : entries) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches()
            && !LivingWriter.isOfThisJvm(name.group(1))
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            && isDead(entry, remove)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isDead(Path directory, boolean remove) throws IOException {
    Path claimed = directory.resolve(CLAIM);
    if (!remove && Files.notExists(claimed, LinkOption.NOFOLLOW_LINKS)) {
      return !isEmpty(directory); // an empty one may be about to be claimed
    }
    try (FileChannel channel =
        FileChannel.open(
            claimed, // made if missing: then its writer cannot make it any more
            Set.of(
                StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      if (!LivingWriter.claim(channel, false)) {
        return false;
      }
      if (remove) {
        Deletion.delete(directory, claimed);
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // another sweep was faster, or it has got its name
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
