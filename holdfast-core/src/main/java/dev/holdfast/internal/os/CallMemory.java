package dev.holdfast.internal.os;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the system calls that each write of a file makes: a path, and room for what the kernel
 * answers. To allocate it for each call costs more than the call; so whoever is done leaves it to
 * the next one.
 */
final class CallMemory implements Closeable {

  /** {@code PATH_MAX} of Linux, with the zero at the end. */
  private static final int NAME_BYTES = 4096;

  /** A {@code struct statx}, or the first try for a list of attributes. */
  static final int ANSWER_BYTES = 256;

  private static final AtomicReference<@Nullable CallMemory> FREE = new AtomicReference<>();

  private final MemorySegment state = LinuxSystem.newState(Arena.ofAuto());
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(ANSWER_BYTES + NAME_BYTES).order(ByteOrder.nativeOrder());
  private final long address = MemorySegment.ofBuffer(memory).address();

  private CallMemory() {}

  /** Is the caller's until it is closed. */
  static CallMemory take() {
    CallMemory free = FREE.getAndSet(null);
    return free == null ? new CallMemory() : free;
  }

  /** Where the error number of a call is kept. */
  MemorySegment state() {
    return state;
  }

  /**
   * Puts a path into the memory, and returns its address.
   *
   * @throws IOException if it is longer than the system allows
   */
  long name(Path path) throws IOException {
    byte[] name = path.toString().getBytes(LinuxFileCalls.NAME_CHARSET);
    if (name.length >= NAME_BYTES) {
      throw new FileSystemException(path.toString(), null, "File name too long");
    }
    memory.put(ANSWER_BYTES, name);
    memory.put(ANSWER_BYTES + name.length, (byte) 0);
    return address + ANSWER_BYTES;
  }

  /** The address of the room for the answer. */
  long answerAddress() {
    return address;
  }

  /** The answer, in the byte order of the machine. */
  ByteBuffer answer() {
    return memory;
  }

  @Override
  public void close() {
    FREE.set(this);
  }
}
