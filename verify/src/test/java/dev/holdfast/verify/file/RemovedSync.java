package dev.holdfast.verify.file;

import static dev.holdfast.verify.control.Edit.in;

import dev.holdfast.verify.control.Edit;
import dev.holdfast.verify.control.PlantedClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The code under test with one of its syncs removed from the compiled class: what the tests of
 * power cuts must condemn.
 */
public enum RemovedSync {
  CONTENT(in("file.TemporaryFile", "sync").without("force", 1)),
  DIRECTORY(in("internal.os.DirectorySync", "syncHere").without("force", 1));

  @SuppressWarnings("ImmutableEnumChecker") // the code of an edit has no state
  private final Edit edit;

  RemovedSync(Edit edit) {
    this.edit = edit;
  }

  /** The class that makes this sync. */
  String className() {
    return Edit.ROOT + edit.type();
  }

  /**
   * Writes the class without its sync below a directory, and returns what is to stand first on a
   * class path.
   */
  public Path plantIn(Path directory) throws IOException {
    Path planted = directory.resolve(name());
    PlantedClasses.write(List.of(edit), planted);
    return planted;
  }
}
