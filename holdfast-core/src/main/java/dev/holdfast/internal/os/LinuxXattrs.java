package dev.holdfast.internal.os;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Extended attributes of Linux (xattr(7)) of a name itself, links not followed. */
final class LinuxXattrs {

  /** The most that the kernel stores: {@code XATTR_SIZE_MAX} and {@code XATTR_LIST_MAX}. */
  private static final int MAX_BYTES = 65_536;

  private static final int FIRST_TRY_BYTES = 256;

  private LinuxXattrs() {}

  /** The names of all attributes that this process may see; none where there are none. */
  static List<String> list(Path path) throws IOException {
    if (hasNone(path)) {
      return List.of();
    }
    try (Arena arena = Arena.ofConfined()) {
      byte[] names = read(arena, Call.LLISTXATTR, path, MemorySegment.NULL);
      List<String> found = new ArrayList<>();
      int start = 0;
      for (int i = 0; i < names.length; i++) {
        if (names[i] == 0) {
          found.add(new String(names, start, i - start, StandardCharsets.UTF_8));
          start = i + 1;
        }
      }
      return found;
    }
  }

  /** Is the list certainly empty, as it is for most files? */
  private static boolean hasNone(Path path) throws IOException {
    try (CallMemory memory = CallMemory.take()) {
      return LinuxFileCalls.call(
              memory.state(), Call.LLISTXATTR, memory.name(path), memory.answerAddress(), 0, 0, 0)
          == 0;
    }
  }

  static byte[] get(Path path, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return read(arena, Call.LGETXATTR, path, arena.allocateFrom(name));
    }
  }

  static void set(Path path, String name, byte[] value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
      long result =
          LinuxFileCalls.call(
              LinuxSystem.newState(arena),
              Call.LSETXATTR,
              LinuxFileCalls.name(arena, path).address(),
              arena.allocateFrom(name).address(),
              bytes.address(),
              value.length,
              0);
      if (result < 0) {
        throw LinuxFileCalls.failure("set attribute " + name, path, (int) -result);
      }
    }
  }

  private static byte[] read(Arena arena, Call call, Path path, MemorySegment name)
      throws IOException {
    MemorySegment state = LinuxSystem.newState(arena);
    long file = LinuxFileCalls.name(arena, path).address();
    int size = FIRST_TRY_BYTES;
    while (true) {
      MemorySegment buffer = arena.allocate(size);
      long result =
          call == Call.LLISTXATTR
              ? LinuxFileCalls.call(state, call, file, buffer.address(), size, 0, 0)
              : LinuxFileCalls.call(state, call, file, name.address(), buffer.address(), size, 0);
      if (result >= 0) {
        return buffer.asSlice(0, result).toArray(ValueLayout.JAVA_BYTE);
      }
      if (result == -LinuxFileCalls.EOPNOTSUPP || result == -LinuxFileCalls.ENODATA) {
        return new byte[0];
      }
      if (result != -LinuxFileCalls.ERANGE || size >= MAX_BYTES) {
        throw LinuxFileCalls.failure("read attributes", path, (int) -result);
      }
      size = MAX_BYTES;
    }
  }
}
