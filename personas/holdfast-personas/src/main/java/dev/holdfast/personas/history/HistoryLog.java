package dev.holdfast.personas.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileTooLargeException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The changes of all personas of a folder, each with what stood there before, in the subdirectory
 * {@value #DIRECTORY}: a directory for each persona, in it a file for each change.
 *
 * <p>A change is recorded, durably, before it is made: write-ahead logging of before-images (Gray
 * and Reuter, "Transaction Processing", 1993). What is replaced is never lost, whatever dies when;
 * {@link Chain} tells which recorded changes were made.
 *
 * <p>Who records a change of a persona holds its lock. Reading takes no lock. Files that are
 * damaged, or that others put there, are skipped and left alone.
 */
public final class HistoryLog {

  /** Where it is, in the folder. */
  public static final String DIRECTORY = ".holdfast-history";

  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{8}");
  private static final int RECENT = 3;

  /** Of the tree, see {@code docs/formats/tree.md}. Empty unless somebody commits, or has died. */
  private static final long MOST_ENTRY_BYTES = 1 << 20;

  private final Path directory;
  private final LockManager locks;
  private final AtomicFiles files;
  private volatile @Nullable FileTree tree;

  /**
   * The log of a folder. Nothing is made before the first change.
   *
   * @param folder its real path
   */
  public HistoryLog(Path folder, LockManager locks) {
    this.directory = folder.resolve(DIRECTORY);
    this.locks = locks;
    this.files = AtomicFiles.lockedBy(locks);
  }

  /** Finishes what dead processes left half done, and removes what they left over. */
  public void recover() throws IOException, InterruptedException {
    if (Files.isDirectory(directory)) {
      List<Path> _ = recoveredTree().sweepJournal();
      new HistorySweep(directory, files).run();
    }
  }

  /**
   * Records a change that is about to be made.
   *
   * @param before the bytes of the file; empty if there is none
   * @param keep so many of the latest changes stay; older ones are removed, some at once
   * @param handle the lock of the persona
   * @return its number
   */
  public int record(Change change, byte[] before, int keep, LockHandle handle)
      throws IOException, InterruptedException {
    Path own = directoryOf(change.slug());
    FileTree current = recoveredTree();
    if (!Files.isDirectory(own)) {
      files.createDirectories(own);
    }
    byte[] file = EntryFormat.encode(change, before);
    List<Integer> numbers = numbers(own);
    int number = nextAfter(numbers);
    current.files().createNew(own.resolve(fileName(number)), file, handle);
    numbers.add(number);
    keepLatest(own, numbers, keep);
    return number;
  }

  /**
   * Takes back the record of a change that was refused. That of a crash stays; see {@link Chain}.
   * The caller holds the lock of the persona.
   */
  public void retract(String slug, int number) throws IOException {
    boolean _ = Files.deleteIfExists(directoryOf(slug).resolve(fileName(number)));
  }

  /** Begins to record changes of many personas, all of them or none. */
  public HistoryBatch begin(Collection<? extends LockHandle> handles)
      throws IOException, InterruptedException {
    return new HistoryBatch(this, recoveredTree().begin(handles));
  }

  /** The recorded changes of a persona in the order of their numbers. */
  public List<Recorded> entries(String slug) throws IOException {
    List<Recorded> entries = new ArrayList<>();
    Path own = directoryOf(slug);
    for (int number : numbers(own)) {
      read(own, number).ifPresent(e -> entries.add(new Recorded(number, e.change())));
    }
    return entries;
  }

  /** Is this how one of the latest changes found or left the persona? */
  public boolean isRecent(String slug, FileVersion version) throws IOException {
    Path own = directoryOf(slug);
    for (int number : numbers(own).reversed().stream().limit(RECENT).toList()) {
      Optional<EntryFormat.Entry> entry = read(own, number);
      if (entry.isPresent()
          && (entry.get().change().after().equals(version)
              || entry.get().change().before().equals(version))) {
        return true;
      }
    }
    return false;
  }

  /** What stood there before a change; empty if that is not kept, or damaged. */
  public Optional<byte[]> before(String slug, int number) throws IOException {
    return read(directoryOf(slug), number)
        .filter(e -> !e.change().before().equals(FileVersion.ABSENT))
        .map(EntryFormat.Entry::before);
  }

  /** The slugs of all personas that have a history, in lower case; those with plain names only. */
  public List<String> slugs() throws IOException {
    List<String> slugs = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path one : all) {
        String name = String.valueOf(one.getFileName());
        if (PLAIN.matcher(name).matches()) {
          slugs.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    slugs.sort(null);
    return slugs;
  }

  /**
   * The slugs, in lower case, of which nothing was recorded since a time; those with plain names
   * only.
   */
  public List<String> untouchedSince(Instant time) throws IOException {
    List<String> untouched = new ArrayList<>();
    for (String slug : slugs()) {
      try {
        if (Files.getLastModifiedTime(directory.resolve(slug)).toInstant().isBefore(time)) {
          untouched.add(slug);
        }
      } catch (NoSuchFileException e) {
        // removed meanwhile
      }
    }
    return untouched;
  }

  /** Removes the oldest changes of a persona, so many that {@code keep} stay. */
  static void keepLatest(Path own, int keep) throws IOException {
    keepLatest(own, numbers(own), keep);
  }

  private static void keepLatest(Path own, List<Integer> numbers, int keep) throws IOException {
    // Some at once, so that not each change pays for it.
    if (numbers.size() > keep + keep / 10) {
      for (int number : numbers.subList(0, numbers.size() - keep)) {
        Files.deleteIfExists(own.resolve(fileName(number)));
      }
    }
  }

  /** Removes the history of a persona, which is gone. The caller holds its lock. */
  public void forget(String slug) throws IOException, InterruptedException {
    try (var change = tree().begin(List.of())) {
      change.delete(directoryOf(slug));
      change.commit();
    }
  }

  /**
   * Locks of personas are not acquired from this tree: a batch of the one who had them before and
   * died may be half done, and its records have their numbers already.
   */
  private FileTree recoveredTree() throws IOException, InterruptedException {
    FileTree found = tree();
    boolean _ = found.recover();
    return found;
  }

  private FileTree tree() throws IOException {
    FileTree known = tree;
    if (known != null) {
      return known;
    }
    files.createDirectories(directory);
    FileTree made = FileTree.at(directory, locks);
    tree = made;
    return made;
  }

  /** Names that a directory may not have everywhere are hashed. */
  Path directoryOf(String slug) {
    String key = slug.toLowerCase(Locale.ROOT);
    return directory.resolve(PLAIN.matcher(key).matches() ? key : "=" + hash(key));
  }

  private static String hash(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Optional<EntryFormat.Entry> read(Path own, int number) throws IOException {
    try {
      return EntryFormat.decode(files.read(own.resolve(fileName(number)), MOST_ENTRY_BYTES));
    } catch (NoSuchFileException | FileTooLargeException e) {
      return Optional.empty(); // removed by now, or none of ours
    }
  }

  static String fileName(int number) {
    return "%08d".formatted(number);
  }

  /** The number of a change that is about to be recorded. */
  static int nextNumber(Path own) throws IOException {
    return nextAfter(numbers(own));
  }

  private static int nextAfter(List<Integer> numbers) {
    return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
  }

  private static List<Integer> numbers(Path own) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(own)) {
      for (Path one : all) {
        String name = String.valueOf(one.getFileName());
        if (NUMBER.matcher(name).matches()) {
          numbers.add(Integer.parseInt(name));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return numbers;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    numbers.sort(null);
    return numbers;
  }
}
