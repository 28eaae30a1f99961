package dev.holdfast.server.catalog;

import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.Printable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has the user confirm what takes something away. No lock is held while he thinks; so whatever is
 * confirmed is pinned, and refused if it is not the same any more when it is to be done.
 */
final class Confirmations {

  private static final int MOST_NAMES = 10;

  private final ConfirmMode mode;

  Confirmations(ConfirmMode mode) {
    this.mode = mode;
  }

  /** Is the user to be asked, and can he be? */
  boolean wanted(CallContext call) {
    return mode == ConfirmMode.DESTRUCTIVE && call.canConfirm();
  }

  /**
   * Asks.
   *
   * @throws ToolException NOT_CONFIRMED, if he does not accept
   */
  void require(CallContext call, String question) {
    Confirmation confirmation = call.confirm(question);
    if (!confirmation.given()) {
      throw new ToolException(
          "NOT_CONFIRMED",
          "This was not confirmed: " + Markdown.oneLine(confirmation.reason()) + ".",
          "Nothing was changed. Do not repeat the call unless the user asks for it.");
    }
  }

  /** File names for a question, safe to show, the first few. */
  static String names(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return names.stream().limit(MOST_NAMES).map(Printable::name).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * A persona as it was when the user was asked.
   *
   * @param revision null if its file cannot be read, so that only its name is pinned
   */
  record Pinned(String fileName, @Nullable String revision) {}

  /**
   * What a reference means now.
   *
   * @param expected what the caller expects there; null for anything
   * @throws ToolException CHANGED, if something else is there
   */
  static Pinned pin(PersonaStore store, String ref, @Nullable String expected) {
    PersonaSource now;
    try {
      now = store.source(ref, null);
    } catch (PersonaException e) {
      if (e.code() != PersonaException.Code.INVALID_FILE) {
        throw e;
      }
      return new Pinned(store.validate(ref).fileName(), expected);
    }
    if (expected != null && !means(store, now, expected)) {
      throw changed(Printable.name(now.fileName()) + " is not what was expected");
    }
    return new Pinned(now.fileName(), now.revision());
  }

  private static boolean means(PersonaStore store, PersonaSource now, String expected) {
    try {
      return store.source(now.fileName(), expected).revision().equals(now.revision());
    } catch (PersonaException e) {
      return switch (e.code()) {
        case NOT_FOUND, INVALID_VALUE -> false;
        default -> throw e;
      };
    }
  }

  /** All personas, by file name, with their revisions. */
  static Map<String, String> revisions(PersonaStore store) {
    return store.list().stream()
        .collect(Collectors.toMap(PersonaEntry::fileName, PersonaEntry::revision));
  }

  /**
   * Refuses to go on if somebody has changed a persona meanwhile.
   *
   * @param confirmed the {@link #revisions} before the user was asked
   */
  static void requireUnchanged(PersonaStore store, Map<String, String> confirmed) {
    Map<String, String> now = revisions(store);
    Set<String> names = new TreeSet<>(now.keySet());
    names.addAll(confirmed.keySet());
    Optional<String> first =
        names.stream()
            .filter(name -> !Objects.equals(now.get(name), confirmed.get(name)))
            .findFirst();
    if (first.isPresent()) {
      throw new PersonaException(
          PersonaException.Code.CHANGED,
          Printable.name(first.get()) + " was changed while the user was asked",
          "Nothing was changed by this call. Repeat it, so that the user sees what is there now.");
    }
  }

  private static ToolException changed(String what) {
    return new ToolException(
        "CHANGED",
        what + ".",
        "Nothing was changed. Somebody changed it since you read it: read it again, then decide.");
  }
}
