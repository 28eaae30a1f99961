package dev.holdfast.verify.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileElement;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The code under test with one of its syncs removed from the compiled class: what the tests of
 * power cuts must condemn.
 */
public enum RemovedSync {
  CONTENT("dev.holdfast.file.TemporaryFile"),
  DIRECTORY("dev.holdfast.internal.os.DirectorySync");

  final String className;

  RemovedSync(String className) {
    this.className = className;
  }

  /**
   * Writes the class without its sync below a directory, which is to stand first on a class path.
   */
  public Path plantIn(Path directory) throws IOException {
    String resource = className.replace('.', '/') + ".class";
    byte[] original;
    try (InputStream in =
        requireNonNull(
            getClass().getClassLoader().getResourceAsStream(resource),
            () -> className + " is gone: name the class that does this sync now")) {
      original = in.readAllBytes();
    }
    if (syncsIn(original) != 1) {
      throw new AssertionError(
          "%s syncs %d times, not once: name the class that does this sync now"
              .formatted(className, syncsIn(original)));
    }
    byte[] changed =
        ClassFile.of()
            .transformClass(
                ClassFile.of().parse(original),
                ClassTransform.transformingMethodBodies(
                    (code, element) -> {
                      if (isSync(element)) {
                        code.pop().pop(); // the argument and the channel
                      } else {
                        code.with(element);
                      }
                    }));
    Path planted = directory.resolve(name()).resolve(resource);
    Files.createDirectories(planted.resolveSibling("."));
    Files.write(planted, changed);
    return directory.resolve(name());
  }

  /** How many calls in a compiled class sync. */
  static long syncsIn(byte[] compiled) {
    return ClassFile.of().parse(compiled).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(RemovedSync::isSync)
        .count();
  }

  private static boolean isSync(ClassFileElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals("java/nio/channels/FileChannel")
        && call.name().equalsString("force");
  }
}
