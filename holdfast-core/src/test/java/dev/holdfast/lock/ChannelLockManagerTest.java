package dev.holdfast.lock;

import dev.holdfast.internal.os.RangeLocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same contract on the portable provider. */
final class ChannelLockManagerTest extends DirectoryLockManagerTest {

  @BeforeAll
  static void chooseProvider() {
    System.setProperty(RangeLocks.PROVIDER_PROPERTY, "channel");
  }

  @AfterAll
  static void forgetProvider() {
    System.clearProperty(RangeLocks.PROVIDER_PROPERTY);
  }
}
