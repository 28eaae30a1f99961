package dev.holdfast.server.catalog;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools for tests of the protocol, that need no folder. */
public final class TestTools {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();

  /**
   * {@code echo {text}}, {@code wait_for_gate}, {@code fail_unexpectedly}, {@code tell_client},
   * {@code ask {text}}, which tells what the user says to it, and {@code count {to}}, which tells
   * every step twice.
   */
  public List<Tool> tools() {
    Parameter text = Parameter.required("text", Parameter.Type.TEXT, "What to say back.");
    return List.of(
        tool("echo", List.of(text), (arguments, _) -> said(arguments.text("text"))),
        tool("wait_for_gate", List.of(), (_, _) -> waitForGate()),
        tool(
            "fail_unexpectedly",
            List.of(),
            (_, _) -> {
              throw new IllegalStateException("a secret of the inside");
            }),
        tool("tell_client", List.of(), (_, call) -> said(call.client())),
        tool("ask", List.of(text), (arguments, call) -> asked(arguments.text("text"), call)),
        tool(
            "count",
            List.of(Parameter.optionalInteger("to", 0, 1_000, "How far.")),
            (arguments, call) -> count(arguments.integer("to").orElse(3L), call)));
  }

  /** Lets all calls of {@code wait_for_gate} go on, those to come too. */
  public void openGate() {
    gate.countDown();
  }

  /** Calls of {@code wait_for_gate} that wait now. */
  public int waiting() {
    return waiting.get();
  }

  /** Calls of {@code wait_for_gate} that were interrupted. */
  public int interrupted() {
    return interrupted.get();
  }

  private static Tool tool(String name, List<Parameter> parameters, Tool.Work work) {
    return new Tool(
        name,
        name,
        "A tool for tests.",
        parameters,
        Schemas.output(Schemas.field("said", Schemas.text("What was said."))),
        ToolHints.READS,
        work);
  }

  private ToolResult.Success waitForGate() {
    waiting.incrementAndGet();
    try {
      gate.await();
      return said("through the gate");
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw new ToolException("INTERRUPTED", "Interrupted at the gate.", "");
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static ToolResult.Success asked(String question, CallContext call) {
    if (!call.canConfirm()) {
      return said("nobody to ask");
    }
    Confirmation confirmation = call.confirm(question);
    return said(confirmation.given() ? "yes" : "no: " + confirmation.reason());
  }

  private static ToolResult.Success count(long to, CallContext call) {
    for (long done = 0; done <= to; done++) {
      call.progress(done, to, "counting");
      call.progress(done, to, "counting");
    }
    return said("counted to " + to);
  }

  private static ToolResult.Success said(String text) {
    return new ToolResult.Success(text, Map.of("said", text));
  }
}
