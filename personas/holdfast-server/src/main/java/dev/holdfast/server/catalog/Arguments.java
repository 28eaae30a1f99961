package dev.holdfast.server.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The arguments of one call, checked against the parameters of the tool. */
final class Arguments {

  private final Map<String, Object> values;

  private Arguments(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Checks the arguments. An optional one that is null counts as not given.
   *
   * @throws ToolException INVALID_ARGUMENT, naming the argument, what was given and what is
   *     expected
   */
  static Arguments check(
      String tool, List<Parameter> parameters, Map<String, ? extends Object> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Object value = given.get(parameter.name());
      if (value != null) {
        Optional<String> fault = parameter.faultOf(value);
        if (fault.isPresent()) {
          throw refused(tool, parameter, fault.get());
        }
        values.put(parameter.name(), value);
      } else if (parameter.required()) {
        throw refused(
            tool, parameter, given.containsKey(parameter.name()) ? "is null" : "is missing");
      }
    }
    for (String name : given.keySet()) {
      if (parameters.stream().noneMatch(p -> p.name().equals(name))) {
        throw new ToolException(
            "INVALID_ARGUMENT",
            tool + " takes no argument " + Values.quoted(name) + ".",
            accepted(parameters));
      }
    }
    return new Arguments(values);
  }

  private static ToolException refused(String tool, Parameter parameter, String fault) {
    return new ToolException(
        "INVALID_ARGUMENT",
        "Argument \"" + parameter.name() + "\" of " + tool + " " + fault + ".",
        "Give " + parameter.expectation() + ": " + parameter.description());
  }

  private static String accepted(List<Parameter> parameters) {
    return parameters.isEmpty()
        ? "Call it without arguments."
        : parameters.stream()
            .map(p -> p.name() + (p.required() ? "" : " (optional)"))
            .collect(Collectors.joining(", ", "It takes: ", "."));
  }

  /** An integer, however JSON wrote it: 5 and 5.0 are the same. Empty for anything else. */
  static Optional<Long> asInteger(Object value) {
    return switch (value) {
      case Integer n -> Optional.of(n.longValue());
      case Long n -> Optional.of(n);
      case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 -> Optional.of(d.longValue());
      default -> Optional.empty();
    };
  }

  /** A required text. */
  String text(String name) {
    return optionalText(name).orElseThrow();
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(values.get(name)).map(String.class::cast);
  }

  /** A flag; false if it is not given. */
  boolean flag(String name) {
    return flag(name, false);
  }

  boolean flag(String name, boolean otherwise) {
    return values.get(name) instanceof Boolean flag ? flag : otherwise;
  }

  Optional<Long> integer(String name) {
    return Optional.ofNullable(values.get(name)).flatMap(Arguments::asInteger);
  }

  /** An object of texts in the order given. */
  Optional<Map<String, String>> texts(String name) {
    if (!(values.get(name) instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put((String) key, (String) value));
    return Optional.of(texts);
  }
}
