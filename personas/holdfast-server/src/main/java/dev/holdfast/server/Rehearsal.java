package dev.holdfast.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.server.cli.CommandLineProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Does what people do with the program, so that Java can note what it loads: the launcher makes the
 * cache of a start from it.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Runs a session of a client and some commands, and ends.
   *
   * @param args a folder that may be made and is left behind
   */
  public static void main(String[] args) throws IOException {
    Main.keepStandardOutput();
    String folder = Path.of(args[0]).toAbsolutePath().toString();
    String file = folder + "/note.txt";
    run(session(), "mcp", "--dir", folder);
    run(session(), "mcp", "--dir", folder); // a folder that is there already
    run("", "personas", "list", "--dir", folder);
    run("", "personas", "edit", "Rehearsed", "category=creative", "--dir", folder);
    run("", "personas", "show", "Rehearsed", "--dir", folder);
    run("", "lock", "rehearsal", "--dir", folder, "--", "true");
    run("", "locks", "--dir", folder);
    run("a note", "write", file);
    run("", "read", file);
    run("", "--version");
    run("", "--help");
    System.exit(0);
  }

  private static void run(String input, String... arguments) {
    // Whatever it returns: what could not be rehearsed is only slower.
    int _ =
        CommandLineProgram.run(
            arguments,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of());
  }

  private static String session() throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
