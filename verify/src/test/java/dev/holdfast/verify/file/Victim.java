package dev.holdfast.verify.file;

import static java.util.Objects.requireNonNull;

import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread that is held at the beginning of one system call of its change, to be killed there. */
final class Victim implements AutoCloseable {

  /** Longer than any test. */
  private static final String HOLD = "delay_enter=600s:when=";

  final TracedChange change;
  final long expected;
  private final SystemCall call;
  private @Nullable Path directory;
  private @Nullable Tracer tracer;

  /**
   * @param expected the version that must be there then
   */
  Victim(TracedChange change, SystemCall call, long expected) {
    this.change = change;
    this.call = call;
    this.expected = expected;
  }

  /** Where it makes its change. */
  Path directory() {
    return requireNonNull(directory);
  }

  /** Has the change begun, which will come to that call and no further. */
  void begin(TracedWriter writer, Path in) throws IOException {
    close();
    directory = in;
    change.prepare(in);
    tracer = writer.trace(call.name(), HOLD + call.nth());
    change.beginBy(writer, in);
  }

  boolean isHeldOrDone() throws IOException {
    List<SystemCall> calls = calls();
    return isHeld() || (!calls.isEmpty() && calls.getLast().isReport());
  }

  /** Is it at the call that it was meant for? */
  boolean isAtItsCall() throws IOException {
    return isHeld() && calls().getLast().equals(call);
  }

  private boolean isHeld() throws IOException {
    List<SystemCall> calls = calls();
    return !calls.isEmpty()
        && calls.getLast().name().equals(call.name())
        && calls.getLast().nth() == call.nth()
        && !requireNonNull(tracer).recordSoFar().getLast().contains(") = ");
  }

  private List<SystemCall> calls() throws IOException {
    return SystemCall.parse(requireNonNull(tracer).recordSoFar(), directory());
  }

  @Override
  public void close() throws IOException {
    if (tracer != null) {
      tracer.kill();
      tracer.close();
      tracer = null;
    }
  }

  @Override
  public String toString() {
    return call.toString();
  }
}
