package dev.holdfast.personas;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores in a folder, each with locks of its own. */
final class FolderFixture implements StoreFixture {

  private final Path directory;
  private final List<TestFolder> opened = new ArrayList<>();

  FolderFixture(Path directory) {
    this.directory = directory;
    opened.add(TestFolder.empty(directory));
  }

  @Override
  public PersonaStore store() {
    return opened.getFirst().store;
  }

  @Override
  public PersonaStore another() {
    TestFolder folder = TestFolder.open(directory);
    opened.add(folder);
    return folder.store;
  }

  @Override
  public void close() {
    opened.forEach(TestFolder::close);
  }
}
