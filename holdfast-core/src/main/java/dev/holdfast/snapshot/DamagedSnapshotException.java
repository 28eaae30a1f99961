package dev.holdfast.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A snapshot is not what its manifest says, and so was not restored. */
public final class DamagedSnapshotException extends IOException {

  private static final long serialVersionUID = 1;

  private static final int NAMED = 3;

  private final transient List<Damage> damages;

  DamagedSnapshotException(Path snapshot, List<Damage> damages) {
    super(message(snapshot, damages));
    this.damages = List.copyOf(damages);
  }

  /** All that is wrong. */
  public List<Damage> damages() {
    return damages;
  }

  private static String message(Path snapshot, List<Damage> damages) {
    StringBuilder text =
        new StringBuilder("snapshot %s is damaged, nothing was restored: ".formatted(snapshot));
    for (int i = 0; i < Math.min(NAMED, damages.size()); i++) {
      text.append(i == 0 ? "" : ", ").append(damages.get(i));
    }
    if (damages.size() > NAMED) {
      text.append(", and %d more".formatted(damages.size() - NAMED));
    }
    return text.append("; restore another snapshot").toString();
  }
}
