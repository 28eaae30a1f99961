package dev.holdfast.verify.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A package of npm that writes files, run by Node with {@code write-file.mjs}. Both are brought by
 * {@code verify/node-clients.sh}.
 */
final class NpmWriter {

  /** The tests run in the directory of their module. */
  private static final Path HOME = Path.of("target/node").toAbsolutePath();

  private final String npmPackage;

  private NpmWriter(String npmPackage) {
    this.npmPackage = npmPackage;
  }

  /** Skips the test, with the reason, where the package is not installed. */
  static NpmWriter assumeInstalled(String npmPackage) {
    if (!Files.isDirectory(HOME.resolve("node_modules").resolve(npmPackage))) {
      Host.skip(
          "the npm package %s is not installed: run verify/node-clients.sh, which needs npm"
              .formatted(npmPackage));
    }
    return new NpmWriter(npmPackage);
  }

  /** Writes the content of another file; returns {@code done}, or why it failed. */
  String write(Path file, Path content) throws IOException {
    Path brought = HOME.resolve("runtime/node_modules/.bin/node");
    Process node =
        new ProcessBuilder(
                Files.isExecutable(brought) ? brought.toString() : "node",
                HOME.resolve("write-file.mjs").toString(),
                npmPackage,
                file.toString(),
                content.toString())
            .redirectErrorStream(true)
            .start();
    node.getOutputStream().close();
    return new String(node.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
