package dev.holdfast.micrometer;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.Parent;
import java.nio.file.Path;

/** A process that is killed while it holds a lock and is in the middle of a file. */
final class DyingWriter {
  private DyingWriter() {}

  public static void main(String[] arguments) throws Exception {
    try (FileLockManager locks = FileLockManager.open(Path.of(arguments[0]));
        LockHandle handle = locks.acquire(LockRequest.exclusive("persona:alice"))) {
      locks
          .files()
          .write(
              Path.of(arguments[1]),
              out -> {
                out.write(1);
                Parent.say("writing");
                Parent.obey(_ -> {}); // until the end
              },
              WriteOptions.with(handle));
    }
  }
}
