package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A persona file that breaks a rule, or that cannot be read. It is left as it is.
 *
 * @param fileName the name of the file
 * @param slug the file name without {@code .md}
 * @param revision see {@link PersonaEntry#revision}
 * @param findings what was found; at least one is an {@link Severity#ERROR}
 */
public record InvalidPersona(String fileName, String slug, String revision, List<Finding> findings)
    implements PersonaEntry {

  /** Copies the findings. */
  public InvalidPersona {
    requireNonNull(fileName);
    requireNonNull(slug);
    requireNonNull(revision);
    findings = List.copyOf(findings);
  }
}
