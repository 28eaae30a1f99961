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
   * The slug for a new persona, or for another name of the one in {@code own}.
   *
   * @throws PersonaException {@code ALREADY_EXISTS} if the name or all of its slugs are taken
   */
  static String slug(String name, Slugs slugs, PersonaIndex index, Optional<Path> own) {
    refuseUsed(name, without(own, index.named(Names.key(name))));
    for (String slug : slugs.all()) {
      // Without regard to case, so that the folder stays whole where case does not count.
      List<Loaded> taken = without(own, index.slugged(slug));
      if (taken.isEmpty()) {
        return slug;
      }
      if (taken.getFirst().nameKey().isEmpty()) {
        throw broken(taken.getFirst());
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
  static void requireUnused(String name, PersonaIndex index, Path path) {
    refuseUsed(name, without(Optional.of(path), index.named(Names.key(name))));
  }

  private static List<Loaded> without(Optional<Path> own, List<Loaded> files) {
    return files.stream().filter(one -> !own.equals(Optional.of(one.path()))).toList();
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
