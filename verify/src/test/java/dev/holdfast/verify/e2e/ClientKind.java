package dev.holdfast.verify.e2e;

import java.nio.file.Path;

/** The independent clients that drive the servers. */
enum ClientKind {
  JAVA {
    @Override
    void assumeInstalled() {}

    @Override
    Client start(Path folder) {
      return JavaClient.start(folder);
    }
  },
  TYPESCRIPT {
    @Override
    void assumeInstalled() {
      NodePrograms.assumeInstalled();
    }

    @Override
    Client start(Path folder) {
      return TypeScriptClient.start(folder);
    }
  };

  /** Skips the test, with the reason, where this client cannot run. */
  abstract void assumeInstalled();

  /** Starts a server on the folder and a session with it. */
  abstract Client start(Path folder);
}
