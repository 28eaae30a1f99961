package dev.holdfast.verify.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code verify/node-clients.sh} brings: a Node, and programs that run on it. */
final class NodePrograms {

  /** The tests run in the directory of their module. */
  static final Path HOME = Path.of("target/node").toAbsolutePath();

  private NodePrograms() {}

  /** Skips the test, aloud, where nothing was brought. */
  static void assumeInstalled() {
    Requirement.need(
        Files.exists(HOME.resolve("installed")) && Files.isExecutable(HOME.resolve("run-node")),
        "the TypeScript client is not installed: run verify/node-clients.sh, which needs npm");
  }

  /** The Node to run: the system's if it serves, otherwise the one that was brought. */
  static String node() {
    return HOME.resolve("run-node").toString();
  }

  /**
   * A program of a package; skips the test, aloud, where npm could not install it.
   *
   * @param name as npm calls it
   */
  static Path program(String name) {
    assumeInstalled();
    Path own = HOME.resolve("node_modules/.bin").resolve(name);
    Path program =
        Files.exists(own) ? own : HOME.resolve("programs/node_modules/.bin").resolve(name);
    Requirement.need(Files.exists(program), "npm could not install " + name);
    return program;
  }
}
