package dev.holdfast.server.doctor;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.process.LockDescriptors;
import java.io.IOException;
import java.nio.file.Path;

/** Which locks of the system are used: those of an open file, or those of a process. */
final class LockKindCheck implements Check {

  @Override
  public String name() {
    return "kind of locks";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    try (FileLockManager _ = FileLockManager.open(scratch)) {
      return LockDescriptors.ofThisProcess(scratch).isEmpty()
          ? Finding.warn(
              "those of Java's FileChannel: slower, and 'holdfast lock' cannot pass its lock on to"
                  + " the command",
              "on Linux, let Java call native code: --enable-native-access=ALL-UNNAMED, and no"
                  + " -Ddev.holdfast.locks.provider")
          : Finding.ok("open-file-description locks of Linux");
    }
  }
}
