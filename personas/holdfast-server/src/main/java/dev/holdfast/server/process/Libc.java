package dev.holdfast.server.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Functions of the C library that take numbers and pointers and return an {@code int}. */
public final class Libc {
  private Libc() {}

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Has the library this function? */
  static boolean has(String function) {
    return LINKER.defaultLookup().find(function).isPresent();
  }

  /** The address of a variable of the library. */
  static MemorySegment variable(String name) {
    return LINKER.defaultLookup().findOrThrow(name).reinterpret(ADDRESS.byteSize());
  }

  /**
   * Calls a function.
   *
   * @param arguments each an {@code Integer}, {@code Long} or {@code MemorySegment}
   * @return what it returns; the negated {@code errno} where that is -1
   * @throws java.util.NoSuchElementException if the library lacks it
   * @throws IllegalCallerException if native access is denied
   */
  public static int call(String function, Object... arguments) {
    MemoryLayout[] parameters =
        Stream.of(arguments).map(Libc::layoutOf).toArray(MemoryLayout[]::new);
    MethodHandle handle =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(function),
            FunctionDescriptor.of(JAVA_INT, parameters),
            Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      List<Object> all = new ArrayList<>(List.of(state));
      all.addAll(List.of(arguments));
      int result = (int) handle.invokeWithArguments(all);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }

  private static MemoryLayout layoutOf(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Long _ -> JAVA_LONG;
      default -> ADDRESS;
    };
  }
}
