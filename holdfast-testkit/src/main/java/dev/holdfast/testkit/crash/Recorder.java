package dev.holdfast.testkit.crash;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down the operations on a real directory. Each is done and written down under one lock, so
 * that the order in the recording is the order on the disk, also with many threads.
 */
final class Recorder implements Marks {

  private final ReentrantLock lock = new ReentrantLock();
  private final Path base;
  private final Path root;
  private final Inodes inodes;
  private final DiskImage initial;
  private final List<Step> steps = new ArrayList<>();

  /** For texts: the latest name of each inode. */
  private final Map<Integer, String> names = new HashMap<>();

  private Recorder(Path base, Path root, Inodes inodes, DiskImage initial) {
    this.base = base;
    this.root = root;
    this.inodes = inodes;
    this.initial = initial;
    initial.walk((path, inode, node) -> names.put(inode, shown(base.resolve(path))));
    names.put(DiskImage.ROOT, shown(base));
  }

  /**
   * Starts with what is there.
   *
   * @param base the real path of what is recorded
   * @param root the directory in it that names are given relative to
   */
  static Recorder of(Path base, Path root) throws IOException {
    Inodes inodes = new Inodes();
    return new Recorder(base, root, inodes, ImageReader.read(base, inodes));
  }

  /** Starts with a directory that was just filled with this image. */
  static Recorder of(Path base, Path root, DiskImage filled) throws IOException {
    Inodes inodes = new Inodes();
    inodes.adopt(base, filled);
    return new Recorder(base, root, inodes, filled);
  }

  /** What is done and written down in one step. */
  interface Recorded<T> {
    T run() throws IOException;
  }

  <T> T atomically(Recorded<T> step) throws IOException {
    lock.lock();
    try {
      return step.run();
    } finally {
      lock.unlock();
    }
  }

  Path base() {
    return base;
  }

  Inodes inodes() {
    return inodes;
  }

  /** A name in a directory. */
  record Place(int directory, String name) {}

  /** Where the last part of a path stands, links among its parents followed. */
  Place place(Path path) throws IOException {
    Path parent = requireNonNull(path.getParent(), "the root cannot be changed").toRealPath();
    if (!parent.startsWith(base)) {
      throw new IOException(
          "%s is outside of the recorded file system; only what is inside may be changed"
              .formatted(path));
    }
    return new Place(inodes.of(parent), requireNonNull(path.getFileName()).toString());
  }

  void add(Operation operation, String text) {
    steps.add(new Step(operation, text));
  }

  void named(int inode, Path path) {
    names.put(inode, shown(path));
  }

  /** What to call a file that may have been renamed since it was opened. */
  String nameOf(int inode) {
    return names.getOrDefault(inode, "?");
  }

  /** A path as it is told: relative to the root, which is {@code /}; long names in short. */
  String shown(Path path) {
    if (path.equals(root)) {
      return "/";
    }
    if (!path.startsWith(root)) {
      return path.equals(base) ? "/.." : "/../" + base.relativize(path);
    }
    List<String> parts = new ArrayList<>();
    for (Path part : root.relativize(path)) {
      parts.add(ShortName.of(part.toString()));
    }
    return String.join("/", parts);
  }

  @Override
  public void reached(Object mark) {
    lock.lock();
    try {
      steps.add(new Step(new Operation.Mark(mark), "mark " + mark));
    } finally {
      lock.unlock();
    }
  }

  /** What was recorded so far. */
  Recording recording(PersistenceModel model, Path parent) {
    lock.lock();
    try {
      return new Recording(model, parent, initial, steps, names);
    } finally {
      lock.unlock();
    }
  }
}
