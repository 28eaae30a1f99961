package dev.holdfast.server.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Extended attributes that Java does not show: {@code getxattr(2)} of Linux. */
public final class ExtendedAttributes {

  private static final int ENODATA = 61;

  private ExtendedAttributes() {}

  /** Can this file have an access control list? False also where that cannot be asked. */
  public static boolean canHaveAcl(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      int result =
          Libc.call(
              "getxattr",
              arena.allocateFrom(file.toString()),
              arena.allocateFrom("system.posix_acl_access"),
              MemorySegment.NULL,
              0L);
      return result >= 0 || result == -ENODATA;
    } catch (RuntimeException | LinkageError e) { // no such function, no access to native code
      return false;
    }
  }
}
