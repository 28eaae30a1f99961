package dev.holdfast.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InProcessLockManagerTest extends LockManagerContractTest {

  @Override
  LockManager open() {
    return LockManager.inProcess();
  }

  @Test
  void twoManagers_areTwoDomains() throws Exception {
    try (LockManager other = LockManager.inProcess();
        LockHandle here = locks.acquire(LockRequest.exclusive("r"));
        LockHandle there = other.acquire(LockRequest.exclusive("r"))) {
      assertThat(here.isHeld()).isTrue();
      assertThat(there.isHeld()).isTrue();
    }
  }
}
