package dev.holdfast.verify.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of the host, and the refusal of a test that needs what the host does not have. */
public final class Host {
  private Host() {}

  /** Skips the test, with the reason, unless it runs as root on Linux. */
  public static void assumeRoot() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && "root".equals(System.getProperty("user.name")),
        "Skipped: this test mounts file systems or traces processes, which takes root on Linux.");
  }

  /** Skips the test, with the reason, unless these programs are installed. */
  public static void assumePrograms(String... programs) {
    for (String program : programs) {
      assumeTrue(
          List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin").stream()
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
          "Skipped: this test needs the program " + program + ", which is not installed.");
    }
  }

  /** Runs a program to its end. */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          "%s ended with code %d: %s".formatted(Arrays.toString(command), code, output));
    }
  }
}
