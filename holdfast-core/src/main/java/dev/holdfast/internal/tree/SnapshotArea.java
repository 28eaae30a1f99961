package dev.holdfast.internal.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.os.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where changes keep what a snapshot that is being taken needs: the directory {@code snapshot} of
 * the journal.
 *
 * <pre>
 * (nothing) --publish, at the instant--> snapshot --end--> snapshot-*.old --> (nothing)
 *                                           |
 *                                           +-----giveUp--> snapshot-*.broken --> (nothing)
 * </pre>
 *
 * <p>Each arrow to another name is one rename. Only the holder of the exclusive lock {@link
 * TreeLayout#snapshotLockName} prepares and publishes, the latter under the exclusive lock of the
 * tree as well: a change, which holds that lock too, may see the area end, but never begin.
 *
 * <p>Below {@code kept} the area has the same names as the tree. A name that is there tells what
 * the tree had at the instant, whatever it has now: a directory, a symbolic link, a file (a hard
 * link to it), or nothing, which is a file with the content of {@code absent}, unique to the area.
 * A name that is not there has not been changed since.
 */
public final class SnapshotArea {

  /** What the tree had at the instant of the snapshot, as far as the area knows. */
  public enum Kept {
    /** The same as now. */
    UNCHANGED,
    /** Nothing. */
    ABSENT,
    /** A directory. */
    DIRECTORY,
    /** The file or symbolic link that is kept. */
    FILE
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Not the name of anything in a tree. */
  static final String WHOLE = TreeLayout.RESERVED_PREFIX + "-whole";

  private static final String BROKEN = ".broken";
  private static final String REASON = "reason";

  private final TreeLayout layout;
  private final Path area;
  private byte[] absent = new byte[0];

  /** The area of a tree. */
  public SnapshotArea(TreeLayout layout) {
    this.layout = layout;
    this.area = layout.snapshotArea();
  }

  /** Is a snapshot being taken, or did somebody die while he took one? */
  public boolean exists() {
    return !Files.notExists(area, LinkOption.NOFOLLOW_LINKS); // who cannot tell takes it for one
  }

  /** Where something with this path, relative to the root of the tree, is kept. */
  public Path kept(Path relative) {
    return area.resolve("kept").resolve(relative);
  }

  /** Where all is kept. */
  public Path kept() {
    return area.resolve("kept");
  }

  /** The file whose content means that there was nothing. */
  Path absentMarker() {
    return area.resolve("absent");
  }

  /** A new name for a copy that is being made. */
  Path newCopy() {
    return area.resolve("copy-" + random());
  }

  /** Makes a new area, which nobody sees before it is published, and nobody needs after a crash. */
  public Path prepare() throws IOException {
    OwnerOnly.createDirectories(layout.directory());
    Path prepared = layout.directory().resolve("snapshot-" + random() + ".new");
    Files.createDirectory(prepared, OwnerOnly.directory(prepared));
    Path kept = prepared.resolve("kept");
    Files.createDirectory(kept, OwnerOnly.directory(kept));
    absent = ("There was nothing of this name. " + random() + "\n").getBytes(UTF_8);
    Files.write(prepared.resolve("absent"), absent);
    return prepared;
  }

  /** The instant: changes from now on keep what they change. */
  public void publish(Path prepared) throws IOException {
    Files.move(prepared, area, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What is kept of a path, relative to the root of the tree. For who published the area. */
  public Kept find(Path relative) throws IOException {
    Kept kept = entryOf(relative);
    if (kept == Kept.UNCHANGED && cannotHaveBeen(relative)) {
      // Look again after that: what was kept before the directory was whole is there by now.
      kept = entryOf(relative);
      return kept == Kept.UNCHANGED ? Kept.ABSENT : kept;
    }
    return kept;
  }

  private Kept entryOf(Path relative) throws IOException {
    Path entry = kept(relative);
    BasicFileAttributes found = FileLook.attributes(entry);
    if (found == null) {
      return Kept.UNCHANGED;
    }
    if (found.isDirectory()) {
      return Kept.DIRECTORY;
    }
    return found.isRegularFile() && found.size() == absent.length && isMarker(entry)
        ? Kept.ABSENT
        : Kept.FILE;
  }

  /** If there is no entry: is one above it of a whole directory, or of something that is none? */
  private boolean cannotHaveBeen(Path relative) throws IOException {
    for (Path each = relative.getParent(); each != null; each = each.getParent()) {
      Kept kept = entryOf(each);
      if (kept == Kept.ABSENT || kept == Kept.FILE || isWhole(kept(each))) {
        return true;
      }
    }
    return false;
  }

  /** Is all kept that was in the directory of this entry? */
  static boolean isWhole(Path entry) {
    return Files.exists(entry.resolve(WHOLE), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isMarker(Path entry) throws IOException {
    return Arrays.equals(Files.readAllBytes(entry), absent);
  }

  /**
   * Nothing needs to be kept any more.
   *
   * @return was all kept that had to be?
   */
  public boolean end() throws IOException {
    return moveAway(".old");
  }

  /**
   * The snapshot is not to be: something could not be kept for it.
   *
   * @param reason for who takes it
   * @throws IOException if the area cannot be moved away either
   */
  void giveUp(String reason) throws IOException {
    try {
      Files.writeString(area.resolve(REASON), reason);
    } catch (IOException e) {
      // Where there is no room for what is to be kept, there is none for this either.
    }
    boolean _ = moveAway(BROKEN);
  }

  private boolean moveAway(String suffix) throws IOException {
    try {
      Files.move(
          area,
          layout.directory().resolve("snapshot-" + random() + suffix),
          StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Why a snapshot was given up, if that could be written down. */
  public Optional<String> reason() throws IOException {
    for (Path each : leftovers()) {
      if (each.toString().endsWith(BROKEN)) {
        try {
          return Optional.of(Files.readString(each.resolve(REASON)));
        } catch (NoSuchFileException e) {
          // there was no room for it
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Removes the area and all that was left of earlier ones. While nobody else takes a snapshot.
   *
   * @return what was removed
   */
  public List<Path> remove() throws IOException {
    boolean _ = end();
    List<Path> removed = leftovers();
    for (Path each : removed) {
      Deletion.delete(each);
    }
    return removed;
  }

  /** The area, and all that was left of earlier ones. While nobody takes a snapshot. */
  List<Path> all() throws IOException {
    List<Path> found = new ArrayList<>(leftovers());
    if (exists()) {
      found.add(area);
    }
    return found;
  }

  private List<Path> leftovers() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(layout.directory(), "snapshot-*.{new,old,broken}")) {
      entries.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of(); // there is no journal yet
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static String random() {
    byte[] random = new byte[2 * Long.BYTES];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
