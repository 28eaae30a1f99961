package dev.holdfast.verify.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system of its own, mounted in a directory until it is closed. */
public final class MountedDisk implements AutoCloseable {

  private final Path root;
  private final String[] mount;
  private boolean mounted;

  private MountedDisk(Path root, String... mount) {
    this.root = root;
    this.mount = mount;
  }

  /**
   * An ext4 file system in an image file. Without {@code auto_da_alloc}: with it ext4 syncs a file
   * that is renamed over another one, and so hides that nobody else did.
   */
  public static MountedDisk ext4(Path parent, int megabytes) throws IOException {
    return onImage(parent, megabytes, "loop,noauto_da_alloc", "mkfs.ext4", "-q", "-F");
  }

  /** An XFS file system in an image file; the smallest that there is. */
  public static MountedDisk xfs(Path parent) throws IOException {
    return onImage(parent, 320, "loop", "mkfs.xfs", "-q", "-f");
  }

  /** A Btrfs file system in an image file, with data and metadata in the same place. */
  public static MountedDisk btrfs(Path parent, int megabytes) throws IOException {
    return onImage(parent, megabytes, "loop", "mkfs.btrfs", "-q", "-f", "--mixed");
  }

  private static MountedDisk onImage(
      Path parent, int megabytes, String options, String... makeFileSystem) throws IOException {
    Host.assumeRoot();
    Host.assumePrograms(makeFileSystem[0], "mount", "umount", "truncate");
    Path image = parent.resolve("disk.img");
    Host.run("truncate", "-s", megabytes + "M", image.toString());
    List<String> make = new ArrayList<>(List.of(makeFileSystem));
    make.add(image.toString());
    Host.run(make.toArray(String[]::new));
    Path root = Files.createDirectory(parent.resolve("disk"));
    return new MountedDisk(root, "mount", "-o", options, image.toString(), root.toString())
        .mountFirst();
  }

  /** A file system in memory with room for so many bytes and names. */
  public static MountedDisk memory(Path parent, int kilobytes, int names) throws IOException {
    Host.assumeRoot();
    Host.assumePrograms("mount", "umount");
    Path root = Files.createDirectory(parent.resolve("memory"));
    String options = "size=%dk,nr_inodes=%d".formatted(kilobytes, names);
    return new MountedDisk(root, "mount", "-t", "tmpfs", "-o", options, "none", root.toString())
        .mountFirst();
  }

  /** A file system in memory that knows no extended attributes. */
  public static MountedDisk withoutAttributes(Path parent) throws IOException {
    Host.assumeRoot();
    Host.assumePrograms("mount", "umount");
    Path root = Files.createDirectory(parent.resolve("plain"));
    return new MountedDisk(root, "mount", "-t", "ramfs", "none", root.toString()).mountFirst();
  }

  /** Its root directory. */
  public Path root() {
    return root;
  }

  /** A directory once more, at a second place: the same file system through another mount. */
  public static MountedDisk again(Path directory, Path parent) throws IOException {
    Path root = Files.createDirectory(parent.resolve("again"));
    Host.assumePrograms("mount", "umount");
    return new MountedDisk(root, "mount", "--bind", directory.toString(), root.toString())
        .mountFirst();
  }

  private MountedDisk mountFirst() {
    try {
      mount();
    } catch (IOException e) { // root of a container may not
      Host.skip("this test mounts a file system, which failed: " + e.getMessage());
    }
    return this;
  }

  private void mount() throws IOException {
    Host.run(mount);
    mounted = true;
  }

  /**
   * Cuts the power: from now on nothing reaches the disk, and what had not is lost. Every call on
   * the file system fails.
   */
  public void cutPower() throws IOException {
    FileSystemShutdown.shutDown(root);
  }

  /** The machine starts again: the journal is replayed. Nobody may have a file open. */
  public void restart() throws IOException {
    unmount();
    mount();
  }

  private void unmount() throws IOException {
    Host.run("umount", root.toString());
    mounted = false;
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      Host.run("umount", "-l", root.toString());
      mounted = false;
    }
  }
}
