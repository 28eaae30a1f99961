package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.FullBuild;
import dev.holdfast.verify.launcher.StandInTree;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session of a client with a program whose cache is there, missing or spoilt: nothing but
 * protocol on standard output, and nothing on standard error.
 */
@FullBuild
class AotCacheIT {

  private static final List<String> SESSION =
      List.of(
          """
          {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
          "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""",
          """
          {"jsonrpc":"2.0","method":"notifications/initialized"}""",
          """
          {"jsonrpc":"2.0","id":2,"method":"tools/list"}""");

  @TempDir static Path directory;

  @RegisterExtension final Mounts mounts = new Mounts();

  private static Path program;
  private static Path cache;

  /** A copy of the program that this tree runs, with its cache. */
  @BeforeAll
  static void copyTheProgram() throws IOException {
    Path target = StandInTree.realRoot().resolve("personas/holdfast-server/target");
    assertThat(Launcher.program()).exists(); // it is built, and the cache made
    Path built = target.resolve("run").resolve(Files.readString(target.resolve("program")).strip());
    program = Files.createDirectory(directory.resolve("program"));
    try (Stream<Path> files = Files.list(built)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            program.resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    cache = cache();
  }

  private static Path cache() throws IOException {
    try (Stream<Path> files = Files.list(program)) {
      return files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
  }

  @Test
  void cacheThatFits_isUsed() throws Exception {
    Path log = directory.resolve("classes");

    session("HOLDFAST_JAVA_OPTS=-Xlog:class+load:file=" + log);

    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains(" dev.holdfast.") && !line.contains("$$"))
        .hasSizeGreaterThan(200)
        .allMatch(line -> line.contains("source: shared objects file"));
  }

  @Test
  void missingCache_isDoneWithout() throws Exception {
    session("HOLDFAST_AOT=off");
  }

  @Test
  void cacheOfAnotherJava_isDoneWithout() throws Exception {
    withSpoiltCache(
        file -> {
          // What made it stands in its head in clear.
          String head = new String(Files.readAllBytes(file), 0, 4096, ISO_8859_1);
          int version = head.indexOf(System.getProperty("java.vm.version"));
          assertThat(version).isPositive();
          overwrite(file, version, "99.9.9+9".getBytes(UTF_8));
        });
  }

  @Test
  void truncatedCache_isDoneWithout() throws Exception {
    withSpoiltCache(
        file -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
          }
        });
    withSpoiltCache(file -> Files.write(file, new byte[100]));
    withSpoiltCache(file -> Files.write(file, new byte[0]));
  }

  @Test
  void cacheOfOtherJars_isDoneWithout() throws Exception {
    Path jar = program.resolve(Files.readAllLines(program.resolve("class-path")).getFirst());
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().plusSeconds(5)));
    try {
      session("HOLDFAST_AOT=");
    } finally {
      Files.setLastModifiedTime(jar, time);
    }
  }

  @Test
  void directoryThatCannotBeWritten_isDoneWithoutACache() throws Exception {
    Path aside = Files.move(cache, directory.resolve("aside"));
    try {
      mounts.readOnly(program);
      session("HOLDFAST_AOT=");
      session("HOLDFAST_AOT=wait");
      mounts.unmountLast();
    } finally {
      Files.move(aside, cache);
    }
  }

  private interface Spoiler {
    void spoil(Path file) throws IOException;
  }

  private void withSpoiltCache(Spoiler spoiler) throws Exception {
    Path aside = Files.copy(cache, directory.resolve("aside"), StandardCopyOption.REPLACE_EXISTING);
    try {
      spoiler.spoil(cache);
      session("HOLDFAST_AOT=");
    } finally {
      Files.move(aside, cache, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  /** Runs one, with a setting of the environment. */
  private void session(String setting) throws Exception {
    Path build = StandInTree.realRoot().resolve("build");
    String script =
        ". '%s/find-java.sh'; find_java jre; . '%s/run-program.sh'; run_program \"$0\" \"$@\""
            .formatted(build, build);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        Launcher.builder(
                List.of(
                    "env",
                    setting,
                    "sh",
                    "-c",
                    script,
                    "holdfast",
                    program.toString(),
                    "mcp",
                    "--dir",
                    directory.resolve("folder").toString()))
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()))
            .start();
    process.getOutputStream().write((String.join("\n", SESSION) + "\n").getBytes(UTF_8));
    process.getOutputStream().close();

    assertThat(process.waitFor(Launcher.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    WireOutput.assertProtocolOnly(Files.readAllBytes(out), true);
    assertThat(Files.readAllLines(out)).hasSize(2);
    assertThat(err).isEmptyFile();
  }
}
