package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A persona as its file says. Optional texts that the file does not have are empty.
 *
 * @param fileName the name of the file
 * @param slug the file name without {@code .md}
 * @param revision see {@link PersonaEntry#revision}
 * @param name the name; the slug if the file has none
 * @param description what it is for, in a sentence or two
 * @param uniqueId given when it was created, kept for good
 * @param author who wrote it
 * @param category one of {@link PersonaRules#CATEGORIES}, or another word with a warning
 * @param triggers words that suggest this persona
 * @param contentFlags words on where the content comes from
 * @param version such as {@code 1.4}; {@code 1.0} if the file has none
 * @param ageRating one of {@link PersonaRules#AGE_RATINGS}
 * @param generationMethod one of {@link PersonaRules#GENERATION_METHODS}
 * @param aiGenerated did a model write it? false if the file does not say
 * @param price {@code free}, or {@code $N.NN}
 * @param revenueSplit how income is shared
 * @param license under which terms others may use it
 * @param createdDate the ISO date, as written in the file
 * @param instructions the text after the front matter, byte for byte
 * @param findings warnings and notes; also errors in an {@link EditResult} that left some
 */
public record Persona(
    String fileName,
    String slug,
    String revision,
    String name,
    String description,
    String uniqueId,
    String author,
    String category,
    List<String> triggers,
    List<String> contentFlags,
    String version,
    String ageRating,
    String generationMethod,
    boolean aiGenerated,
    String price,
    String revenueSplit,
    String license,
    String createdDate,
    String instructions,
    List<Finding> findings)
    implements PersonaEntry {

  /** Copies the lists. */
  public Persona {
    requireNonNull(fileName);
    requireNonNull(slug);
    requireNonNull(revision);
    requireNonNull(name);
    requireNonNull(description);
    requireNonNull(uniqueId);
    requireNonNull(author);
    requireNonNull(category);
    triggers = List.copyOf(triggers);
    contentFlags = List.copyOf(contentFlags);
    requireNonNull(version);
    requireNonNull(ageRating);
    requireNonNull(generationMethod);
    requireNonNull(price);
    requireNonNull(revenueSplit);
    requireNonNull(license);
    requireNonNull(createdDate);
    requireNonNull(instructions);
    findings = List.copyOf(findings);
  }

  /** The same persona with other findings. */
  Persona withFindings(List<Finding> others) {
    return new Persona(
        fileName,
        slug,
        revision,
        name,
        description,
        uniqueId,
        author,
        category,
        triggers,
        contentFlags,
        version,
        ageRating,
        generationMethod,
        aiGenerated,
        price,
        revenueSplit,
        license,
        createdDate,
        instructions,
        others);
  }
}
