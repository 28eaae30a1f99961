package dev.holdfast.verify.persona;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store is, and what it answers, if everything is done one after the other: the contract of
 * {@link dev.holdfast.personas.PersonaStore} on personas whose slugs are their names. A value.
 *
 * @param slots by slug; those that never were are left out
 */
record Model(Map<String, Slot> slots) {

  /** What is told of a store without personas. */
  static final String NONE = "nothing";

  /** The empty store. */
  static final Model EMPTY = new Model(Map.of());

  /** What an undo brings back: a text, and the slug that it had. */
  record Back(String slug, Text text) {}

  /**
   * One file.
   *
   * @param text null if there is none
   * @param back null if there is nothing to undo
   * @param history what was done to what stands there, the latest first: the newest few
   */
  record Slot(@Nullable Text text, @Nullable Back back, List<String> history) {}

  /** A change of a file that took effect. */
  record Step(String slug, Operation operation, @Nullable Text after) {}

  /** What comes of an action: the answer, the store after it, and what was done to which file. */
  record Effect(String answer, Model after, List<Step> steps) {}

  /** So much of the history is known; the rest was compared before. */
  static final int COMPARED = 20;

  private static final Slot NOTHING = new Slot(null, null, List.of());

  /** Copies the map. */
  Model {
    slots = Map.copyOf(slots);
  }

  @Nullable Text text(String slug) {
    return slot(slug).text();
  }

  private Slot slot(String slug) {
    return slots.getOrDefault(slug, NOTHING);
  }

  /** The present ones, by slug, in one line. */
  String all() {
    List<String> texts = new ArrayList<>();
    new TreeMap<>(slots)
        .values()
        .forEach(
            slot -> {
              if (slot.text() != null) {
                texts.add(slot.text().toString());
              }
            });
    return texts.isEmpty() ? NONE : String.join(" ", texts);
  }

  /**
   * What comes of an action.
   *
   * @param by who does it, which the history tells
   */
  Effect apply(Action action, String by) {
    String first = action.arguments().isEmpty() ? "" : action.argument(0);
    return switch (action.kind()) {
      case CREATE -> create(by, first, action.argument(1));
      case EDIT -> edit(by, first, action.argument(1), action.argument(2), action.argument(3));
      case RENAME -> rename(by, first, action.argument(1));
      case DELETE -> delete(by, first, action.argument(1));
      case UNDO -> undo(by, first);
      case IMPORT -> importAll(by, first, action.argument(1), action.slugs(2));
      case RESTORE -> restore(by, first, action.slugs(1));
      case READ_ALL -> answer(all());
      case GET -> answer(told(text(first)));
      case HISTORY -> history(slot(first));
    };
  }

  /** A store of which only {@link #all} is known. */
  static Model parse(String all) {
    Map<String, Slot> slots = new TreeMap<>();
    if (!all.equals(NONE)) {
      for (String one : all.split(" ", -1)) {
        Text text = Text.parse(one);
        slots.put(text.name().toLowerCase(Locale.ROOT), new Slot(text, null, List.of()));
      }
    }
    return new Model(slots);
  }

  /** What a reader of the history is told of a change. */
  static String told(Operation operation, String version, String by) {
    return operation + ":" + version + ":" + by;
  }

  /** What a reader is told of a text. */
  static String told(@Nullable Text text) {
    return text == null ? Code.NOT_FOUND.name() : text.toString();
  }

  private Effect history(Slot slot) {
    return slot.text() == null && slot.back() == null
        ? refused(Code.NOT_FOUND)
        : answer(String.join(",", slot.history()));
  }

  private Effect answer(String answer) {
    return new Effect(answer, this, List.of());
  }

  private Effect refused(Code code) {
    return answer(code.name());
  }

  private Effect create(String by, String slug, String token) {
    if (text(slug) != null) {
      return refused(Code.ALREADY_EXISTS);
    }
    Text text = Text.first(slug, token);
    return new Changes(by).set(slug, Operation.CREATE, text).answering(text.toString());
  }

  private Effect edit(String by, String slug, String field, String token, String expected) {
    Text before = text(slug);
    if (before == null) {
      return refused(Code.NOT_FOUND);
    }
    if (!isExpected(before, expected)) {
      return refused(Code.CHANGED);
    }
    Text after = before.with(field, token);
    return new Changes(by).set(slug, Operation.EDIT, after).answering(after.toString());
  }

  private static boolean isExpected(Text text, String expected) {
    return expected.equals("-") || expected.equals(text.version());
  }

  private Effect rename(String by, String slug, String to) {
    Text before = text(slug);
    if (before == null) {
      return refused(Code.NOT_FOUND);
    }
    if (text(to) != null) {
      return refused(Code.ALREADY_EXISTS);
    }
    Text after = before.named(to);
    return new Changes(by).move(slug, to, Operation.RENAME, after).answering(after.toString());
  }

  private Effect delete(String by, String slug, String expected) {
    Text before = text(slug);
    if (before == null) {
      return refused(Code.NOT_FOUND);
    }
    if (!isExpected(before, expected)) {
      return refused(Code.CHANGED);
    }
    return new Changes(by).set(slug, Operation.DELETE, null).answering(before.toString());
  }

  private Effect undo(String by, String slug) {
    Back back = slot(slug).back();
    if (back == null) {
      return refused(Code.NOT_FOUND);
    }
    Changes changes = new Changes(by);
    if (back.slug().equals(slug)) {
      changes.set(slug, Operation.UNDO, back.text());
    } else if (text(back.slug()) != null) {
      return refused(Code.ALREADY_EXISTS);
    } else {
      changes.move(slug, back.slug(), Operation.UNDO, back.text());
    }
    return changes.answering(back.text().toString());
  }

  private Effect importAll(String by, String policy, String token, List<String> slugs) {
    if (policy.equals("FAIL") && slugs.stream().anyMatch(slug -> text(slug) != null)) {
      return refused(Code.ALREADY_EXISTS);
    }
    Changes changes = new Changes(by);
    List<String> outcomes = new ArrayList<>();
    for (String slug : slugs) {
      boolean there = text(slug) != null;
      if (there && policy.equals("SKIP")) {
        outcomes.add("SKIPPED");
      } else {
        outcomes.add(there ? "OVERWRITTEN" : "CREATED");
        changes.set(slug, Operation.IMPORT, Text.first(slug, token));
      }
    }
    return changes.answering(String.join(" ", outcomes));
  }

  private Effect restore(String by, String token, List<String> slugs) {
    Changes changes = new Changes(by);
    int unchanged = 0;
    for (String slug : slugs) {
      Text wanted = Text.first(slug, token);
      if (wanted.equals(text(slug))) {
        unchanged++;
      } else {
        changes.set(slug, Operation.RESTORE, wanted);
      }
    }
    for (String slug : slots.keySet()) {
      if (text(slug) != null && !slugs.contains(slug)) {
        changes.set(slug, Operation.RESTORE, null);
      }
    }
    return changes.answering("unchanged " + unchanged);
  }

  /** Changes of this store, which itself stays as it is. */
  private final class Changes {
    private final String by;
    private final Map<String, Slot> after = new TreeMap<>(slots);
    private final List<Step> steps = new ArrayList<>();

    private Changes(String by) {
      this.by = by;
    }

    /** In its place; the text before comes back with an undo. */
    Changes set(String slug, Operation operation, @Nullable Text text) {
      Text before = text(slug);
      Back back = before == null ? null : new Back(slug, before);
      after.put(slug, new Slot(text, back, grown(slot(slug).history(), operation, text)));
      steps.add(new Step(slug, operation, text));
      return this;
    }

    Changes move(String from, String to, Operation operation, Text text) {
      Text before = text(from);
      if (before == null) {
        throw new IllegalStateException(from + " is not there");
      }
      List<String> history = grown(slot(from).history(), operation, text);
      after.put(from, new Slot(null, null, history));
      after.put(to, new Slot(text, new Back(from, before), history));
      steps.add(new Step(from, operation, null));
      steps.add(new Step(to, operation, text));
      return this;
    }

    private List<String> grown(List<String> history, Operation operation, @Nullable Text after) {
      List<String> grown = new ArrayList<>();
      grown.add(told(operation, after == null ? "" : after.version(), by));
      grown.addAll(history.subList(0, Math.min(history.size(), COMPARED - 1)));
      return List.copyOf(grown);
    }

    Effect answering(String answer) {
      return new Effect(answer, new Model(after), steps);
    }
  }
}
