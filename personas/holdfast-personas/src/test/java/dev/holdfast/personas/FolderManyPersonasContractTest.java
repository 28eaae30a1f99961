package dev.holdfast.personas;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderManyPersonasContractTest extends ManyPersonasContract {

  @TempDir Path directory;

  @Override
  protected StoreFixture open() {
    return new FolderFixture(directory);
  }
}
