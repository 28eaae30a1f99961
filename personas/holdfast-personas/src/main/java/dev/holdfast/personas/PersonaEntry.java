package dev.holdfast.personas;

import java.util.List;

/** One persona file of a store: valid, or invalid with the reason. */
public sealed interface PersonaEntry permits Persona, InvalidPersona {

  /** The name of the file in its folder, such as {@code night-baker.md}. */
  String fileName();

  /** The file name without {@code .md}. */
  String slug();

  /**
   * Equal exactly if the bytes of the file are: 32 hexadecimal digits. Empty if the file cannot be
   * read as a whole.
   */
  String revision();

  /** What was found in the file, in the order of the file. */
  List<Finding> findings();
}
