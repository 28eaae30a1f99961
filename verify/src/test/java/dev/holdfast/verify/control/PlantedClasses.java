package dev.holdfast.verify.control;

import static java.util.stream.Collectors.groupingBy;

import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compiled classes of the engine with changes. */
public final class PlantedClasses {
  private PlantedClasses() {}

  /**
   * Writes changed copies of the classes that are in use here.
   *
   * @param directory a directory to put before the class path of a process
   * @throws AssertionError if a place is not found exactly as it is described
   */
  public static void write(List<Edit> edits, Path directory) throws IOException {
    Map<String, List<Edit>> byType = edits.stream().collect(groupingBy(Edit::type));
    for (String type : byType.keySet()) {
      String file = (Edit.ROOT + type).replace('.', '/') + ".class";
      byte[] bytes = read(file);
      for (Edit edit : byType.get(type)) {
        bytes = change(bytes, edit);
      }
      Path target = directory.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, bytes);
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = LockManager.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("a fault cannot be planted: no " + file);
      }
      return in.readAllBytes();
    }
  }

  private static byte[] change(byte[] bytes, Edit edit) {
    ClassFile format = ClassFile.of();
    ClassModel original = format.parse(bytes);
    List<MethodModel> methods =
        original.methods().stream()
            .filter(method -> method.methodName().equalsString(edit.method()))
            .toList();
    if (methods.size() != 1) {
      throw notPlanted(edit, "there are %d methods of that name".formatted(methods.size()));
    }
    int[] found = new int[1];
    byte[] changed =
        format.transformClass(
            original,
            ClassTransform.transformingMethodBodies(
                methods.getFirst()::equals, edit.transform(found)));
    if (found[0] != edit.expected()) {
      throw notPlanted(edit, "found %d".formatted(found[0]));
    }
    List<VerifyError> errors = format.verify(changed);
    if (!errors.isEmpty()) {
      throw notPlanted(edit, errors.toString());
    }
    return changed;
  }

  private static AssertionError notPlanted(Edit edit, String why) {
    return new AssertionError(
        "a fault cannot be planted at %s: %s. Look where the guard is now, and change the fault"
            .formatted(edit, why));
  }
}
