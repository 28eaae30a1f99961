package dev.holdfast.personas;

import java.util.List;

/**
 * A persona that is to be imported, without its text.
 *
 * @param given its file name in the source
 * @param name empty if it cannot be made out
 * @param uniqueId empty if there is none
 * @param revision of its text
 * @param valid may it be imported?
 * @param findings the first few
 */
record Candidate(
    String given,
    String name,
    String uniqueId,
    String revision,
    boolean valid,
    List<Finding> findings) {

  private static final int MOST_FINDINGS = 5;

  static Candidate of(String given, byte[] content) {
    PersonaFile file = PersonaFile.parse(given, content);
    List<Finding> worstFirst = file.errors().isEmpty() ? file.findings() : file.errors();
    return new Candidate(
        given,
        file.name().orElse(""),
        file.text(Field.UNIQUE_ID),
        file.revision(),
        file.errors().isEmpty(),
        worstFirst.stream().limit(MOST_FINDINGS).toList());
  }

  String nameKey() {
    return Names.key(name);
  }
}
