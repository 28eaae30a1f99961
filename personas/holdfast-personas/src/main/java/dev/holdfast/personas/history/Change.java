package dev.holdfast.personas.history;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.FileVersion;
import java.time.Instant;
import java.util.List;

/**
 * A change of one persona that is about to be made, or was.
 *
 * @param slug whose file it is a change of, as that is written
 * @param operation what was done
 * @param when by the clock of the machine that did it
 * @param who did it
 * @param fields that were set, for an edit
 * @param before what the file was; {@link FileVersion#ABSENT} if there was none
 * @param after what the file is to be; {@link FileVersion#ABSENT} if it is to be gone
 * @param versionBefore the persona's own version before, such as {@code 1.3}; empty if unknown
 * @param versionAfter the persona's own version after it; empty if unknown
 * @param other the other slug of a rename; otherwise empty
 */
public record Change(
    String slug,
    Operation operation,
    Instant when,
    Actor who,
    List<String> fields,
    FileVersion before,
    FileVersion after,
    String versionBefore,
    String versionAfter,
    String other) {

  /** Copies the list. */
  public Change {
    requireNonNull(slug);
    requireNonNull(operation);
    requireNonNull(when);
    requireNonNull(who);
    fields = List.copyOf(fields);
    requireNonNull(before);
    requireNonNull(after);
    requireNonNull(versionBefore);
    requireNonNull(versionAfter);
    requireNonNull(other);
  }

  /**
   * The same move as the file tells it that the persona went to: of the same instant, by which each
   * is found from the other.
   *
   * @param there the version that it has there
   */
  public Change arrival(FileVersion there) {
    return new Change(
        other,
        operation,
        when,
        who,
        fields,
        FileVersion.ABSENT,
        there,
        versionBefore,
        versionAfter,
        slug);
  }
}
