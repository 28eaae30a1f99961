package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemovedSyncTest {

  /** Who adds a sync adds it to {@link RemovedSync}, or nothing shows that it is needed. */
  @Test
  void everyClassThatSyncsFiles_isThere() throws Exception {
    List<String> found = new ArrayList<>();
    Path code =
        Path.of(AtomicFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(code)) {
      collect(code, found);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(code)) {
        collect(jar.getPath("/"), found);
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RemovedSync.values()).map(RemovedSync::className).toList());
  }

  /** How many calls in a compiled class sync. */
  private static long syncsIn(byte[] compiled) {
    return ClassFile.of().parse(compiled).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(
            element ->
                element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("java/nio/channels/FileChannel")
                    && call.name().equalsString("force"))
        .count();
  }

  private static void collect(Path root, List<String> found) throws IOException {
    for (String inPackage : List.of("dev/holdfast/file", "dev/holdfast/internal/os")) {
      try (Stream<Path> classes = Files.list(root.resolve(inPackage))) {
        for (Path path : classes.filter(each -> each.toString().endsWith(".class")).toList()) {
          if (syncsIn(Files.readAllBytes(path)) > 0) {
            String name = root.relativize(path).toString().replace('/', '.');
            found.add(name.substring(0, name.length() - ".class".length()));
          }
        }
      }
    }
  }
}
