package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Which file system it is, and what is known of that kind beforehand. */
final class FileSystemCheck implements Check {

  @Override
  public String name() {
    return "file system";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    FileStore store = Files.getFileStore(scratch);
    return store.isReadOnly()
        ? Finding.fail(store.type() + ", read-only: nothing can be written", ELSEWHERE)
        : of(store.type());
  }

  /** What is known of a type, as {@code mount(8)} names it. */
  static Finding of(String type) {
    String kind = type.toLowerCase(Locale.ROOT);
    if (kind.startsWith("nfs") || kind.matches("cifs|smb.*|afs|ceph|gfs2?|lustre|glusterfs")) {
      return Finding.fail(
          type
              + " is a network file system: locks and syncs end at the machine or at its server,"
              + " and may be lost when it restarts",
          ELSEWHERE);
    }
    if (kind.matches("9p|v9fs|virtiofs|vboxsf|prl_fs|fuse.*|drvfs|vmhgfs.*")) {
      return Finding.warn(
          type
              + " passes calls on to another program or machine: locks may not exclude those on"
              + " its other side",
          "let processes of one side only use the folder; for more, " + ELSEWHERE);
    }
    if (kind.matches("vfat|msdos|exfat")) {
      return Finding.warn(
          type
              + " has no journal, no modes and no links: a power cut may damage more than the"
              + " last write",
          ELSEWHERE);
    }
    return switch (kind) {
      case "tmpfs", "ramfs", "devtmpfs" ->
          Finding.warn(
              type + " is kept in memory: it is empty after a restart of the machine",
              "use it for what may be lost, such as locks alone");
      case "overlay", "overlayfs" ->
          Finding.warn(
              type
                  + " is the layer of a container: it ends with the container, and no other"
                  + " container shares its locks",
              "mount a volume for the folder");
      default -> Finding.ok(type);
    };
  }
}
