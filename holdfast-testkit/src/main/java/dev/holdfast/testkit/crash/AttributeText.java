package dev.holdfast.testkit.crash;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of attributes as text that is the same for the same value. */
final class AttributeText {
  private AttributeText() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case Set<?> permissions -> ofPermissions(permissions);
      case FileContent bytes -> HexFormat.of().formatHex(bytes.bytes());
      case null, default -> String.valueOf(value);
    };
  }

  private static String ofPermissions(Set<?> set) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (Object each : set) {
      permissions.add((PosixFilePermission) each);
    }
    return PosixFilePermissions.toString(permissions);
  }
}
