package dev.holdfast.personas;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderPersonaWatchContractTest extends PersonaWatchContract {

  @TempDir Path directory;

  @Override
  protected StoreFixture open() {
    return new FolderFixture(directory);
  }
}
