package dev.holdfast.testkit.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a crash has left, after recovery, for a {@link CrashCheck}. */
public final class CrashState {

  private final Path root;
  private final List<Object> marks;
  private final String position;

  CrashState(Path root, List<Object> marks, String position) {
    this.root = root;
    this.marks = List.copyOf(marks);
    this.position = position;
  }

  /** The directory that the workload had; the check may use and change it. */
  public Path root() {
    return root;
  }

  /** The marks that were reached before the crash, in order. */
  public List<Object> marks() {
    return marks;
  }

  /** The marks of a type that were reached, in order. */
  public <T> List<T> marks(Class<T> type) {
    return marks.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The last mark of a type that was reached. */
  public <T> Optional<T> lastMark(Class<T> type) {
    List<T> of = marks(type);
    return of.isEmpty() ? Optional.empty() : Optional.of(of.getLast());
  }

  /** Was this mark reached? */
  public boolean reached(Object mark) {
    return marks.contains(mark);
  }

  /** Where in the recording the crash was, in words. */
  public String position() {
    return position;
  }

  @Override
  public String toString() {
    return position;
  }
}
