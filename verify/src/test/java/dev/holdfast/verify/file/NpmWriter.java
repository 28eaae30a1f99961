package dev.holdfast.verify.file;

import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
    if (!Files.isDirectory(HOME.resolve("node_modules").resolve(npmPackage))
        || !Files.isExecutable(HOME.resolve("run-node"))) {
      Host.skip(
          "the npm package %s is not installed: run verify/node-clients.sh, which needs npm"
              .formatted(npmPackage));
    }
    return new NpmWriter(npmPackage);
  }

  /** Writes the content of another file; returns {@code done}, or why it failed. */
  String write(Path file, Path content) throws IOException, InterruptedException {
    Path said = Files.createTempFile("holdfast-node-", ".out");
    Process node =
        new ProcessBuilder(
                HOME.resolve("run-node").toString(),
                HOME.resolve("write-file.mjs").toString(),
                npmPackage,
                file.toString(),
                content.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      node.getOutputStream().close();
      if (!node.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(npmPackage + " has not ended: " + Files.readString(said));
      }
      return Files.readString(said).strip();
    } finally {
      node.destroyForcibly();
      Files.delete(said);
    }
  }
}
