package dev.holdfast.verify.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A source tree with the real launcher and stand-ins for Maven and Java: a build takes a moment and
 * is counted, and Java prints how it was called.
 */
public final class StandInTree {

  private static final long PATIENCE_SECONDS = 120;

  /** What the launcher may use, beside what a shell has built in. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "readlink",
          "sed",
          "find",
          "cat",
          "env",
          "mkdir",
          "rmdir",
          "rm",
          "mv",
          "sleep",
          "sync",
          "touch",
          "wc");

  private static final String MAVEN =
      """
      #!/bin/sh
      root=$(cd "$(dirname "$0")" && pwd)
      echo "talk of the build"
      echo "$*" >>"$root/builds"
      [ ! -e "$root/fail" ] || {
        echo "[ERROR] COMPILATION ERROR :"
        echo "[ERROR] X.java is wrong"
        exit 1
      }
      target=$root/personas/holdfast-server/target
      name=$(printf 'build%04d' "$(wc -l <"$root/builds")")
      mkdir -p "$target/run/$name"
      printf 'b.jar\\na.jar\\n' >"$target/run/$name/class-path"
      echo "$name" >"$target/program.new"
      sleep 0.3
      [ ! -e "$root/meanwhile" ] || touch "$root/pom.xml"
      cat
      mv "$target/program.new" "$target/program"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      echo "LC_CTYPE=${LC_CTYPE-}"
      for argument in "$@"; do
        echo "<$argument>"
        case $argument in
        -XX:AOTCacheOutput=*)
          echo "$*" >>"$(dirname "$0")/rehearsals"
          [ ! -e "$(dirname "$0")/no-cache" ] || exit 1
          echo "${HOLDFAST_DIR-clean}" >"${argument#*=}"
          ;;
        esac
      done
      [ -z "${RUNNING-}" ] || touch "$RUNNING"
      cat
      """;

  private final Path root;
  private final Path tools;
  private final Path java;
  private final Map<Process, List<Path>> outputs = new LinkedHashMap<>();

  private StandInTree(Path root, Path tools, Path java) {
    this.root = root;
    this.tools = tools;
    this.java = java;
  }

  /** What a start of the launcher left. */
  record Ended(int exitCode, String out, String err) {}

  /** Makes one below {@code directory}; its path has blanks. */
  static StandInTree in(Path directory) throws IOException {
    Path real = realRoot();
    Path root = Files.createDirectories(directory.resolve("a source tree"));
    Files.copy(
        real.resolve("holdfast"), root.resolve("holdfast"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectory(root.resolve("build"));
    for (String part : List.of("build/find-java.sh", "build/run-program.sh")) {
      Files.copy(real.resolve(part), root.resolve(part));
    }
    executable(root.resolve("mvnw"), MAVEN);
    Files.createDirectory(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "");
    for (String module :
        List.of("holdfast-core", "personas/holdfast-personas", "personas/holdfast-server")) {
      Files.createDirectories(root.resolve(module + "/src/main/java"));
      Files.createDirectories(root.resolve(module + "/src/test/java"));
      Files.writeString(root.resolve(module + "/pom.xml"), "");
      Files.writeString(root.resolve(module + "/src/main/java/X.java"), "");
      Files.writeString(root.resolve(module + "/src/main/java/Y.java"), "");
      Files.writeString(root.resolve(module + "/src/test/java/XTest.java"), "");
    }
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), find(tool));
    }
    Path java = Files.createDirectory(directory.resolve("a jdk"));
    Files.createDirectory(java.resolve("bin"));
    executable(java.resolve("bin/java"), JAVA);
    executable(java.resolve("bin/javac"), JAVA);
    Files.writeString(java.resolve("release"), release("25.0.1"));
    StandInTree tree = new StandInTree(root, tools, java);
    tree.addTool("flock");
    return tree;
  }

  /** What the file "release" of a Java says. */
  static String release(String version) {
    return "JAVA_VERSION=\"%s\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\n".formatted(version, version);
  }

  /** The source tree that this test belongs to. */
  public static Path realRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("holdfast"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("not inside the source tree");
      }
    }
    return directory;
  }

  Path root() {
    return root;
  }

  Path java() {
    return java;
  }

  Path launcher() {
    return root.resolve("holdfast");
  }

  Path run(String build) {
    return root.resolve("personas/holdfast-server/target/run/" + build);
  }

  void addTool(String tool) throws IOException {
    Files.createSymbolicLink(tools.resolve(tool), find(tool));
  }

  void removeTool(String tool) throws IOException {
    Files.delete(tools.resolve(tool));
  }

  /** Removes the links out of the directory, which JUnit would warn of when it removes the rest. */
  void unlinkTools() throws IOException {
    try (Stream<Path> files = Files.list(tools)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** How often it was built. */
  long builds() throws IOException {
    Path builds = root.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** How often the program was run for a cache. */
  long rehearsals() throws IOException {
    Path rehearsals = java.resolve("bin/rehearsals");
    return Files.exists(rehearsals) ? Files.readAllLines(rehearsals).size() : 0;
  }

  /** Gives a file, or the folder of a deleted one, a time after the last build's begin. */
  void makeNewer(String file) throws IOException {
    Path stamp = root.resolve("personas/holdfast-server/target/program");
    FileTime built = Files.getLastModifiedTime(stamp);
    Files.setLastModifiedTime(root.resolve(file), FileTime.from(built.toInstant().plusMillis(10)));
  }

  /**
   * Starts the launcher; {@code command} is the launcher, perhaps behind a shell. Where the
   * environment does not say otherwise there is no cache.
   */
  Process start(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.redirectOutput(Files.createTempFile(tools, "out", "").toFile());
    builder.redirectError(Files.createTempFile(tools, "err", "").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOLDFAST_JAVA_HOME", java.toString());
    builder.environment().put("HOLDFAST_AOT", "off");
    builder.environment().putAll(environment);
    Process process = builder.start();
    outputs.put(
        process,
        List.of(builder.redirectOutput().file().toPath(), builder.redirectError().file().toPath()));
    return process;
  }

  /** Closes the input of a start after {@code input}, and waits for its end. */
  Ended end(Process process, String input) throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher still runs");
    }
    List<Path> files = outputs.get(process);
    return new Ended(
        process.exitValue(), Files.readString(files.get(0)), Files.readString(files.get(1)));
  }

  /** Starts the launcher without input and waits for its end. */
  Ended launch(String... arguments) throws IOException, InterruptedException {
    return launch(Map.of(), arguments);
  }

  Ended launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(arguments));
    return end(start(root, environment, command), "");
  }

  /** The shells of this system, as commands that run a script. */
  static List<List<String>> shells() {
    return Stream.of(List.of("dash"), List.of("bash"), List.of("busybox", "sh"), List.of("sh"))
        .filter(shell -> isThere(shell.getFirst()))
        .map(
            shell -> {
              List<String> found = new ArrayList<>(shell);
              found.set(0, find(shell.getFirst()).toString());
              return List.copyOf(found);
            })
        .toList();
  }

  private static boolean isThere(String tool) {
    return folders().anyMatch(folder -> Files.isExecutable(folder.resolve(tool)));
  }

  private static Path find(String tool) {
    return folders()
        .map(folder -> folder.resolve(tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this system has no " + tool));
  }

  private static Stream<Path> folders() {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin").map(Path::of);
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
