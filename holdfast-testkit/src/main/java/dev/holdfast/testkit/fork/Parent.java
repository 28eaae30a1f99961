package dev.holdfast.testkit.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** For main classes that {@link ForkedJvm} starts: the process that started them. */
public final class Parent {
  private Parent() {}

  /** What to do with a line that the parent sent, split at its blanks. */
  @FunctionalInterface
  public interface Command {
    /** Does it. */
    void run(List<String> words) throws Exception;
  }

  /** Tells the parent a line. */
  public static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  /**
   * Runs each line of the parent as a command on the calling thread, until the parent closes the
   * stream or dies; then ends the process without delay, whatever its other threads do. A command
   * that throws ends it too.
   */
  public static void obey(Command command) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        command.run(List.of(line.split(" ", -1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    }
    Runtime.getRuntime().halt(0);
  }
}
