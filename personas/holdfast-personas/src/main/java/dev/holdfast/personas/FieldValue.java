package dev.holdfast.personas;

import java.util.List;

/** The value of a field: a text, or a list of texts. Flags are the texts true and false. */
sealed interface FieldValue {

  /** A text. */
  record Text(String text) implements FieldValue {}

  /** A list. */
  record Items(List<String> items) implements FieldValue {
    public Items {
      items = List.copyOf(items);
    }
  }
}
