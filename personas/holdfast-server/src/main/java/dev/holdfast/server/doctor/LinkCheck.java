package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does a new name never take the place of one that exists? */
final class LinkCheck implements Check {

  /** Gives a file one more name. */
  @FunctionalInterface
  interface Linker {
    void link(Path name, Path existing) throws IOException;
  }

  private static final String OLD = "old";

  private final Linker linker;

  LinkCheck() {
    this(Files::createLink);
  }

  /** To try the check itself. */
  LinkCheck(Linker linker) {
    this.linker = linker;
  }

  @Override
  public String name() {
    return "create";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    Path taken = Files.writeString(scratch.resolve("taken"), OLD);
    Path other = Files.writeString(scratch.resolve("other"), "new");
    try {
      linker.link(scratch.resolve("free"), other);
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.fail(
          "no hard links (%s): no file can be created whole without overwriting another one"
              .formatted(Check.reason(e)),
          ELSEWHERE);
    }
    try {
      linker.link(taken, other);
    } catch (FileAlreadyExistsException e) {
      return Files.readString(taken).equals(OLD)
          ? Finding.ok("a link does not take the place of a file")
          : overwritten();
    }
    return overwritten();
  }

  private static Finding overwritten() {
    return Finding.fail("a link takes the place of a file: who creates may overwrite", ELSEWHERE);
  }
}
