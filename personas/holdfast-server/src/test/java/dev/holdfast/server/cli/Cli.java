package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command line in this process. */
final class Cli {

  private final Map<String, String> environment = new LinkedHashMap<>();
  private InputStream in = InputStream.nullInputStream();

  /** What a run left. */
  record Run(int exitCode, String out, String err) {
    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  Cli variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Cli input(String text) {
    return input(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  Cli input(InputStream stream) {
    in = stream;
    return this;
  }

  Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = CommandLineProgram.run(arguments, in, out, err, environment);
    return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
