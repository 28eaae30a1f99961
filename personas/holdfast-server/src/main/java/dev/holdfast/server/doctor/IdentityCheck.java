package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Does a file keep its number, by which it is told whether somebody replaced it? */
final class IdentityCheck implements Check {

  /** Tells files apart. */
  @FunctionalInterface
  interface Identity {
    Map<String, Object> of(Path file) throws IOException;
  }

  private final Identity identity;

  IdentityCheck() {
    this(file -> Files.readAttributes(file, "unix:dev,ino"));
  }

  /** To try the check itself. */
  IdentityCheck(Identity identity) {
    this.identity = identity;
  }

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    if (!scratch.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Finding.warn(
          "this system does not number files: a replaced lock file is noticed less" + " surely",
          "never delete a lock directory that is in use");
    }
    Path parent = Files.createDirectory(scratch.resolve("a"));
    Path file = Files.writeString(parent.resolve("file"), "old");
    Map<String, Object> before = identity.of(file);
    Files.writeString(file, "changed");
    Path moved =
        Files.move(parent, scratch.resolve("b"), StandardCopyOption.ATOMIC_MOVE).resolve("file");
    if (!identity.of(moved).equals(before)) {
      return Finding.fail(
          "the number of a file changes though the file stays: locks would be given up as lost",
          ELSEWHERE);
    }
    return identity.of(Files.writeString(scratch.resolve("other"), "x")).equals(before)
        ? Finding.fail("two files have the same number: a replaced one is not noticed", ELSEWHERE)
        : Finding.ok("numbers of files (device, inode) are stable");
  }
}
