package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Are names that differ only in case, or in how an accent is encoded, names of one file? */
final class NameCheck implements Check {

  private static final String COMPOSED = "\u00e9";
  private static final String DECOMPOSED = "e\u0301";

  private final Predicate<Path> exists;

  NameCheck() {
    this(Files::exists);
  }

  /** To try the check itself. */
  NameCheck(Predicate<Path> exists) {
    this.exists = exists;
  }

  @Override
  public String name() {
    return "names";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    Files.createFile(scratch.resolve("name"));
    boolean foldsCase = exists.test(scratch.resolve("NAME"));
    boolean foldsForm;
    try {
      Files.createFile(scratch.resolve(COMPOSED));
      foldsForm = exists.test(scratch.resolve(DECOMPOSED));
    } catch (InvalidPathException | IOException e) {
      return Finding.warn(
          "names beyond ASCII are refused: " + Check.reason(e),
          "start with a UTF-8 locale, such as LC_ALL=C.UTF-8, or use ASCII names");
    }
    if (!foldsCase && !foldsForm) {
      return Finding.ok("names are told apart byte for byte");
    }
    String folded =
        foldsCase && foldsForm
            ? "case or Unicode form"
            : foldsCase ? "case" : "Unicode form (NFC, NFD)";
    return Finding.warn(
        "names that differ only in %s are one file here, and two names for a lock"
            .formatted(folded),
        "write the name of a file the same way everywhere; personas have names that are safe");
  }
}
