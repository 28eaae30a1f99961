package dev.holdfast.lock;

import dev.holdfast.internal.os.RangeLocks;
import java.io.IOException;
import java.nio.file.Path;

/** The kinds of lock domains, for contract tests that run over each. */
enum Domains {
  IN_PROCESS,
  /** A lock directory, with the best provider of the platform. */
  DIRECTORY,
  /** A lock directory, with the portable provider. */
  CHANNEL;

  LockManager open(Path directory) throws IOException {
    return switch (this) {
      case IN_PROCESS -> LockManager.inProcess();
      case DIRECTORY -> LockManager.open(directory);
      case CHANNEL -> {
        System.setProperty(RangeLocks.PROVIDER_PROPERTY, "channel");
        try {
          yield LockManager.open(directory);
        } finally {
          System.clearProperty(RangeLocks.PROVIDER_PROPERTY);
        }
      }
    };
  }
}
