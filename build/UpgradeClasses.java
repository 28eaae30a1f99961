import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the class files in the jars of a directory that are older than those of Java 6 a present
 * version and the stack maps that come with it: Java keeps no class in the cache of a start that it
 * verifies in the old way, nor any class that inherits from one. The code of the classes is the
 * same. A jar without such classes stays as it is, byte for byte.
 *
 * <p>Run by the build from its source: {@code java build/UpgradeClasses.java DIRECTORY}.
 */
final class UpgradeClasses {

  private static final int FIRST_WITH_STACK_MAPS = 50;
  private static final int UPGRADED = 52;

  private UpgradeClasses() {}

  public static void main(String[] args) throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      for (Path jar : jars) {
        upgrade(jar);
      }
    }
  }

  private static void upgrade(Path path) throws IOException {
    Path upgraded = path.resolveSibling(path.getFileName() + ".new");
    try (JarFile jar = new JarFile(path.toFile())) {
      List<JarEntry> entries = jar.stream().toList();
      // One is enough: what a project ships was compiled by one compiler.
      JarEntry sample =
          entries.stream().filter(UpgradeClasses::isClass).findFirst().orElse(null);
      if (sample == null || !isOld(read(jar, sample))) {
        return;
      }
      ClassFile files = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, hierarchyOf(jar));
      try (OutputStream file = Files.newOutputStream(upgraded);
          JarOutputStream out = new JarOutputStream(file)) {
        for (JarEntry entry : entries) {
          byte[] bytes = read(jar, entry);
          JarEntry copy = new JarEntry(entry.getName());
          copy.setTimeLocal(entry.getTimeLocal());
          out.putNextEntry(copy);
          out.write(isClass(entry) && isOld(bytes) ? upgraded(files, bytes) : bytes);
          out.closeEntry();
        }
      }
    }
    Files.move(upgraded, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static boolean isOld(byte[] bytes) {
    int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    return version < FIRST_WITH_STACK_MAPS;
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static byte[] upgraded(ClassFile files, byte[] bytes) {
    ClassModel old = files.parse(bytes);
    MethodTransform code = MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL);
    ClassTransform change =
        (builder, element) -> {
          switch (element) {
            case ClassFileVersion _ -> builder.withVersion(UPGRADED, 0);
            case MethodModel method -> builder.transformMethod(method, code);
            default -> builder.with(element);
          }
        };
    return files.transformClass(old, change);
  }

  /** Stack maps name what two classes have in common. */
  private static ClassHierarchyResolverOption hierarchyOf(JarFile jar) {
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(jar, type));
    return ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver()));
  }

  private static InputStream open(JarFile jar, ClassDesc type) {
    String descriptor = type.descriptorString();
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
