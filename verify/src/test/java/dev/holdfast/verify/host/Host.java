package dev.holdfast.verify.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the host, and the refusal of a test that needs what the host does not have. */
public final class Host {
  private Host() {}

  /** With this property the tests that would be skipped fail: for machines that have it all. */
  private static final String REQUIRED = "holdfast.faults.required";

  /** Skips the test, unless it runs as root on Linux. */
  public static void assumeRoot() {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("user.name").equals("root")) {
      skip("this test mounts file systems or traces processes, which takes root on Linux");
    }
  }

  /** Skips the test, unless these programs are installed. */
  public static void assumePrograms(String... programs) {
    for (String program : programs) {
      if (Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin")
          .noneMatch(directory -> Files.isExecutable(Path.of(directory, program)))) {
        skip("this test needs the program %s, which is not installed".formatted(program));
      }
    }
  }

  /** Skips the test, and says why. */
  public static void skip(String reason) {
    if (Boolean.getBoolean(REQUIRED)) {
      throw new AssertionError("%s is set, but %s".formatted(REQUIRED, reason));
    }
    Assumptions.abort("Skipped: %s.".formatted(reason));
  }

  /** Runs a program to its end. */
  public static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(
          "%s ended with code %d: %s".formatted(Arrays.toString(command), code, output));
    }
  }
}
