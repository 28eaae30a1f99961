package dev.holdfast.server.catalog;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.SafeChanges;
import java.time.Clock;

/** The backups of the store, on behalf of whoever calls. */
final class Backups {

  private final Identity identity;
  private final FileLockManager locks;

  Backups(Identity identity, FileLockManager locks) {
    this.identity = identity;
    this.locks = locks;
  }

  BackupManager of(CallContext call) {
    return BackupManager.of(identity.storeFor(call), locks, Clock.systemUTC());
  }

  /** The store that they are of. */
  PersonaStore store(CallContext call) {
    return identity.storeFor(call);
  }

  /** Changes of many personas, with a backup first. */
  SafeChanges changes(CallContext call) {
    PersonaStore store = identity.storeFor(call);
    return new SafeChanges(store, BackupManager.of(store, locks, Clock.systemUTC()));
  }
}
