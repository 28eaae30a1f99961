package dev.holdfast.server.demo;

import java.util.regex.Pattern;

/**
 * The field of the shared persona that one of the processes edits. All edit one file at once, each
 * its own field: an edit that overwrites another one's shows in the other's field.
 */
enum Share {
  DESCRIPTION("description", "Described by edit (\\d{1,9})"),
  INSTRUCTIONS("instructions", ""),
  TRIGGERS("triggers", "trigger-(\\d{1,9})"),
  LICENSE("license", "License of edit (\\d{1,9})");

  private final String field;
  private final Pattern pattern;

  Share(String field, String pattern) {
    this.field = field;
    this.pattern = Pattern.compile(pattern);
  }

  /** The field's name. */
  String field() {
    return field;
  }

  /** Finds the number of the edit in the front matter. */
  Pattern pattern() {
    return pattern;
  }

  /** The value that edit number {@code edit} sets. */
  String value(int edit) {
    return switch (this) {
      case DESCRIPTION -> "Described by edit " + edit;
      case INSTRUCTIONS -> DemoFile.instructions(edit);
      case TRIGGERS -> "shared, trigger-" + edit;
      case LICENSE -> "License of edit " + edit;
    };
  }
}
