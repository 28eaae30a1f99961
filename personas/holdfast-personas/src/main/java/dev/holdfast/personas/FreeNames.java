package dev.holdfast.personas;

import dev.holdfast.personas.PersonaException.Code;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decides, under the locks of a name, whether it is free and which file it gets. */
final class FreeNames {
  private FreeNames() {}

  /**
   * The slug for a new persona.
   *
   * @throws PersonaException {@code ALREADY_EXISTS} if the name or all of its slugs are taken
   */
  static String slug(String name, Slugs slugs, Scan scan) {
    refuseUsed(name, scan.named(Names.key(name)));
    for (String slug : slugs.all()) {
      // Without regard to case, so that the folder stays whole where case does not count.
      Optional<Loaded> taken =
          scan.all().stream().filter(f -> f.entry().slug().equalsIgnoreCase(slug)).findFirst();
      if (taken.isEmpty()) {
        return slug;
      }
      if (taken.get().nameKey().isEmpty()) {
        throw broken(taken.get());
      }
    }
    throw new PersonaException(
        Code.ALREADY_EXISTS,
        "the file names for %s hold other personas: %s"
            .formatted(Show.quoted(name), String.join(", ", slugs.all())),
        "Choose another name.");
  }

  /**
   * Refuses a name that another file than {@code path} has.
   *
   * @throws PersonaException {@code ALREADY_EXISTS}
   */
  static void requireUnused(String name, Scan scan, Path path) {
    refuseUsed(
        name, scan.named(Names.key(name)).stream().filter(f -> !f.path().equals(path)).toList());
  }

  /** Somebody put a file there by hand, between the look and the creation. */
  static PersonaException taken(Path path, FileAlreadyExistsException cause) {
    return new PersonaException(
        Code.ALREADY_EXISTS,
        "the file %s appeared just now".formatted(path.getFileName()),
        "Look at it, then choose another name or edit that persona.",
        cause);
  }

  /** An undo would bring back a file where there is another one now. */
  static PersonaException occupied(String fileName) {
    return new PersonaException(
        Code.ALREADY_EXISTS,
        "there is another persona in %s now".formatted(Show.plain(fileName)),
        "Rename or delete that one first.");
  }

  private static void refuseUsed(String name, List<Loaded> same) {
    if (!same.isEmpty()) {
      throw new PersonaException(
          Code.ALREADY_EXISTS,
          "a persona named %s already exists: %s"
              .formatted(Show.quoted(name), Show.plain(same.getFirst().fileName())),
          "Choose another name, or edit that persona.");
    }
  }

  /** A name that nobody can read may be the very one that is wanted. */
  private static PersonaException broken(Loaded file) {
    return new PersonaException(
        Code.ALREADY_EXISTS,
        "the file %s is there already, and its name cannot be read: %s"
            .formatted(Show.plain(file.fileName()), file.entry().findings().getFirst().message()),
        "Mend it by an edit of the field source, delete it, or choose another name.");
  }
}
