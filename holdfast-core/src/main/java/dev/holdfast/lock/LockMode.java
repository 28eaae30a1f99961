package dev.holdfast.lock;

/** How a lock is held. */
public enum LockMode {
  /** Alone: no other handle of the resource is held at the same time. */
  EXCLUSIVE,
  /** Together with other shared handles, never with an exclusive one. */
  SHARED
}
