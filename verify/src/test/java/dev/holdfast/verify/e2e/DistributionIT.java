package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.FullBuild;
import dev.holdfast.verify.launcher.StandInTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code -Pdist} makes, unpacked and run elsewhere. */
@FullBuild
class DistributionIT {

  private static final Path DIST =
      StandInTree.realRoot().resolve("personas/holdfast-server/target/dist");

  @TempDir Path directory;

  @Test
  void archive_runsOnTheJavaThatIsThere() throws Exception {
    Path root = unpacked("holdfast-[^-]*(-SNAPSHOT)?\\.tar\\.gz");

    assertRuns(
        root.resolve("bin/holdfast"), "HOLDFAST_JAVA_HOME=" + System.getProperty("java.home"));
  }

  @Test
  void image_runsWithoutAnyJava() throws Exception {
    Path root = unpacked("holdfast-.*-linux-.*\\.tar\\.gz");

    assertRuns(root.resolve("bin/holdfast"), "HOLDFAST_JVM_DIRS=/nonexistent");
    // Where it may write, a start leaves a cache for the next one.
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      assertThat(files).anyMatch(file -> file.toString().endsWith("-serial.aot"));
    }
  }

  /** As a client installs it: the directory of the zip file, with the modes that it tells. */
  @Test
  void bundle_runsWithoutAnyJava() throws Exception {
    Path bundle = bundle();
    Path root = Files.createDirectory(directory.resolve("bundle"));
    try (FileSystem zip =
            FileSystems.newFileSystem(bundle, Map.of("enablePosixFileAttributes", true));
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = root.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
      }
    }

    String manifest = Files.readString(root.resolve("manifest.json"));
    String program = WireOutput.JSON.readTree(manifest).at("/server/entry_point").asString();
    assertRuns(root.resolve(program), "HOLDFAST_JVM_DIRS=/nonexistent");
  }

  @Test
  void bundle_isOneThatMcpbTakes() throws Exception {
    Path bundle = bundle();
    Path mcpb = NodePrograms.program("mcpb");
    Path root = directory.resolve("bundle");

    for (List<String> arguments :
        List.of(List.of("unpack", bundle + "", root + ""), List.of("validate", root + ""))) {
      List<String> command = new ArrayList<>(List.of(NodePrograms.node(), mcpb.toString()));
      command.addAll(arguments);
      Launcher.Ended ended = Launcher.run(Launcher.DEADLINE, command);
      assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    }
    assertThat(root.resolve("server/bin/holdfast")).isExecutable();
  }

  @Test
  void systemdUnit_isOneThatSystemdTakes() throws Exception {
    Path root = unpacked("holdfast-[^-]*(-SNAPSHOT)?\\.tar\\.gz");
    Path unit = directory.resolve("holdfast.service");
    Files.writeString(
        unit,
        Files.readString(root.resolve("share/holdfast.service"))
            .replace("/opt/holdfast/bin/holdfast", root.resolve("bin/holdfast").toString()));
    Requirement.need(
        Launcher.run(Launcher.DEADLINE, List.of("sh", "-c", "command -v systemd-analyze"))
                .exitCode()
            == 0,
        "there is no systemd-analyze here");

    Launcher.Ended verified =
        Launcher.run(Launcher.DEADLINE, List.of("systemd-analyze", "verify", unit.toString()));

    assertThat(verified.exitCode()).as(verified.err()).isZero();
  }

  private static Path bundle() throws IOException {
    return distribution("holdfast-.*-linux-.*\\.mcpb", "no zip, or no run-time image, here");
  }

  /** The one whose name is like this; skips the test, aloud, where it could not be made. */
  private static Path distribution(String name, String otherwise) throws IOException {
    Requirement.need(Files.isDirectory(DIST), "build the distributions with -Pdist");
    Pattern pattern = Pattern.compile(name);
    try (Stream<Path> files = Files.list(DIST)) {
      List<Path> found =
          files.filter(file -> pattern.matcher(file.getFileName().toString()).matches()).toList();
      Requirement.need(!found.isEmpty(), otherwise);
      return found.getFirst();
    }
  }

  /** Unpacks the archive whose name is like this, and returns its directory. */
  private Path unpacked(String name) throws IOException {
    Path archive = distribution(name, "this JDK could not link a run-time image");
    Launcher.Ended tar =
        Launcher.run(
            Launcher.DEADLINE,
            List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()));
    assertThat(tar.exitCode()).as(tar.err()).isZero();
    Path root = directory.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    assertThat(root.resolve("LICENSE")).exists();
    assertThat(root.resolve("share/holdfast.bash-completion")).content().contains("_holdfast()");
    return root;
  }

  private void assertRuns(Path program, String setting) throws Exception {
    Launcher.Ended version = run(program, setting, "", "--version");
    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("holdfast ");

    Launcher.Ended session =
        run(
            program,
            setting,
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":\
            "2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_personas"}}
            """,
            "mcp",
            "--dir",
            directory.resolve("personas").toString());
    assertThat(session.exitCode()).as(session.err()).isZero();
    assertThat(session.err()).isEmpty();
    WireOutput.assertProtocolOnly(session.out().getBytes(UTF_8), true);
    JsonNode listed = WireOutput.JSON.readTree(session.out().lines().toList().getLast());
    assertThat(listed.at("/result/structuredContent/personas")).hasSize(5);
    assertServes(program, setting);
  }

  /** What its Java lacks shows at once: in the log, or in what is told of Java itself. */
  private void assertServes(Path program, String setting) throws Exception {
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(environment(setting));
    command.add(program.toString());
    try (ServeProcess serve =
            ServeProcess.startLogging(command, log, directory.resolve("personas"));
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest metrics = HttpRequest.newBuilder(URI.create(serve.url() + "/metrics")).build();
      assertThat(client.send(metrics, BodyHandlers.ofString()).body())
          .contains("jvm_memory_used_bytes", "jvm_gc_", "holdfast_build");
    }
    assertThat(log).isEmptyFile();
  }

  /** With nothing in the environment but this setting and the tools of the system. */
  private Launcher.Ended run(Path program, String setting, String input, String... arguments)
      throws IOException {
    Path in = Files.writeString(directory.resolve("in"), input);
    List<String> command = new ArrayList<>(environment(setting));
    command.addAll(List.of("sh", "-c", "\"$@\" <\"$0\"", in.toString()));
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return Launcher.run(Launcher.DEADLINE, command);
  }

  private List<String> environment(String setting) throws IOException {
    return List.of(
        "env", "-i", "PATH=" + tools(), "HOME=" + directory, "HOLDFAST_AOT=wait", setting);
  }

  /** The system's tools without a Java. */
  private String tools() throws IOException {
    Path tools = directory.resolve("tools");
    if (Files.notExists(tools)) {
      Files.createDirectory(tools);
      for (String tool :
          List.of("sh", "env", "cat", "find", "mkdir", "mv", "rm", "sync", "readlink", "dirname")) {
        Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
        assertThat(tools.resolve(tool).toFile().setExecutable(true)).isTrue();
      }
    }
    return tools.toString();
  }
}
