package dev.holdfast.personas;

import java.nio.file.Path;

/**
 * A file of the folder, as it was read.
 *
 * @param path of the file, as the folder gave it
 * @param entry what the store shows of it
 * @param nameKey see {@link Names#key}; empty if the name cannot be made out
 * @param uniqueId empty if there is none
 */
record Loaded(Path path, PersonaEntry entry, String nameKey, String uniqueId) {

  static Loaded of(Path path, PersonaFile file) {
    return new Loaded(
        path, file.entry(), file.name().map(Names::key).orElse(""), file.text(Field.UNIQUE_ID));
  }

  String fileName() {
    return entry.fileName();
  }
}
