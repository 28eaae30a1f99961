package dev.holdfast.server.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A choice among the constants of an enum, written in lower case. */
abstract class WordOption<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

  private final List<E> choices;

  WordOption(Class<E> type) {
    choices = List.of(type.getEnumConstants());
  }

  @Override
  public final E convert(String written) {
    return choices.stream()
        .filter(choice -> word(choice).equals(written.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(
                            written,
                            String.join(", ", choices.stream().map(WordOption::word).toList()))));
  }

  /** What can be written. */
  @Override
  public final Iterator<String> iterator() {
    return choices.stream().map(WordOption::word).iterator();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
