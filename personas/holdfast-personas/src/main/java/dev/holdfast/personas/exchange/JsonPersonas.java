package dev.holdfast.personas.exchange;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads one persona or a bundle. Which of them it is shows by the field {@code personas}. */
final class JsonPersonas {

  private static final String AGAIN = "Export the bundle once more.";

  private final JsonInput json;
  private final ImportSource.Receiver receiver;
  private int count;
  private @Nullable String declaredCount;
  private @Nullable String version;
  private boolean bundle;

  private JsonPersonas(JsonInput json, ImportSource.Receiver receiver) {
    this.json = json;
    this.receiver = receiver;
  }

  /** Hands over every persona in {@code in}, which holds UTF-8 without a byte order mark. */
  static void read(InputStream in, ImportSource.Receiver receiver) throws IOException {
    try (JsonInput json = new JsonInput(in)) {
      new JsonPersonas(json, receiver).read();
    }
  }

  private void read() throws IOException {
    requireObject(json.next());
    PersonaParts root = new PersonaParts(json);
    for (String name = root.nextField(); name != null; name = root.nextField()) {
      switch (name) {
        case "personas" -> readPersonas();
        case "personaCount" -> declaredCount = scalar();
        case "version" -> version = scalar();
        default -> root.take(name);
      }
    }
    if (!bundle) {
      receiver.persona(root.fileName(), root.file());
    } else if (root.any()) {
      throw json.refusal("this is a bundle and one persona at once", AGAIN);
    } else {
      checkBundle();
    }
    if (json.next() != null) {
      throw json.refusal("something follows behind the end", "Give one persona or one bundle.");
    }
  }

  private void readPersonas() throws IOException {
    if (json.token() != JsonToken.START_ARRAY) {
      throw json.refusal("personas must be a list", AGAIN);
    }
    bundle = true;
    for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
      requireObject(token);
      if (++count > ExchangeLimits.MAX_PERSONAS) {
        throw json.refusal(
            "the bundle has more than %d personas".formatted(ExchangeLimits.MAX_PERSONAS),
            "Export them in several bundles.");
      }
      PersonaParts parts = new PersonaParts(json);
      for (String name = parts.nextField(); name != null; name = parts.nextField()) {
        parts.take(name);
      }
      receiver.persona(parts.fileName(), parts.file());
    }
  }

  private void checkBundle() {
    if (version != null && !version.startsWith("1.")) {
      throw json.refusal(
          "the bundle has the version %s; known is 1.0.0".formatted(Refusal.shown(version)), AGAIN);
    }
    if (declaredCount != null && !declaredCount.equals(Integer.toString(count))) {
      throw json.refusal(
          "the bundle says that it has %s personas; it has %d"
              .formatted(Refusal.shown(declaredCount), count),
          AGAIN);
    }
  }

  private String scalar() throws IOException {
    JsonToken token = json.token();
    if (token == null || !token.isScalarValue()) {
      throw json.refusal("this must be a text or a number", AGAIN);
    }
    return json.text();
  }

  private void requireObject(@Nullable JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      throw json.refusal("a persona or bundle must be an object in braces", Refusal.FORMS);
    }
  }
}
