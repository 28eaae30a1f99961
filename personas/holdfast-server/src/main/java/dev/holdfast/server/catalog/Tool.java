package dev.holdfast.server.catalog;

import dev.holdfast.lock.LockException;
import dev.holdfast.personas.PersonaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing that a client can ask the server to do. Immutable; callable from any thread. */
public final class Tool {

  private static final Logger LOG = LoggerFactory.getLogger(Tool.class);

  /** What a tool does with checked arguments. */
  @FunctionalInterface
  interface Work {
    /** Throws {@link ToolException} for a failure of its own, and lets the store's pass. */
    ToolResult.Success run(Arguments arguments, CallContext call);
  }

  private final String name;
  private final String title;
  private final String description;
  private final List<Parameter> parameters;
  private final Map<String, Object> inputSchema;
  private final Map<String, Object> outputSchema;
  private final ToolHints hints;
  private final Work work;
  private final ToolListener listener;

  Tool(
      String name,
      String title,
      String description,
      List<Parameter> parameters,
      Map<String, Object> outputSchema,
      ToolHints hints,
      Work work) {
    this(name, title, description, parameters, outputSchema, hints, work, ToolListener.NONE);
  }

  private Tool(
      String name,
      String title,
      String description,
      List<Parameter> parameters,
      Map<String, Object> outputSchema,
      ToolHints hints,
      Work work,
      ToolListener listener) {
    this.name = name;
    this.title = title;
    this.description = description;
    this.parameters = List.copyOf(parameters);
    this.inputSchema = Schemas.input(parameters);
    this.outputSchema = outputSchema;
    this.hints = hints;
    this.work = work;
    this.listener = listener;
  }

  /** The same, with something done to each answer that is no failure. */
  Tool withAnswers(UnaryOperator<ToolResult.Success> change) {
    return new Tool(
        name,
        title,
        description,
        parameters,
        outputSchema,
        hints,
        (arguments, call) -> change.apply(work.run(arguments, call)),
        listener);
  }

  /** The name to call it by, in snake_case. */
  public String name() {
    return name;
  }

  /** The name to show to people. */
  public String title() {
    return title;
  }

  /** What it does and when to use it, for people and models. */
  public String description() {
    return description;
  }

  /** The JSON Schema of its arguments, always in the same order. */
  public Map<String, Object> inputSchema() {
    return inputSchema;
  }

  /** The JSON Schema that {@link ToolResult#structured} fits, success or failure. */
  public Map<String, Object> outputSchema() {
    return outputSchema;
  }

  /** What may be expected of it. */
  public ToolHints hints() {
    return hints;
  }

  /** The same tool, whose calls are told to a listener. */
  Tool toldTo(ToolListener other) {
    return new Tool(name, title, description, parameters, outputSchema, hints, work, other);
  }

  /**
   * Checks the arguments and does the work. Never throws for anything that a client or the outside
   * world does: that becomes a {@link ToolResult.Failure}. What nobody foresaw becomes the failure
   * {@code INTERNAL}, its trace goes to the log.
   *
   * <p>An interrupt ends a wait for a lock, with the failure {@code INTERRUPTED} and nothing
   * changed.
   *
   * @param arguments by name; strings, numbers, booleans, lists and maps of these
   * @param call what surrounds it
   */
  public ToolResult call(Map<String, ? extends Object> arguments, CallContext call) {
    long startNanos = System.nanoTime();
    ToolResult result = result(arguments, call);
    listener.called(this, result, Duration.ofNanos(System.nanoTime() - startNanos));
    return result;
  }

  private ToolResult result(Map<String, ? extends Object> arguments, CallContext call) {
    try {
      return work.run(Arguments.check(name, parameters, arguments), call);
    } catch (ToolException e) {
      return e.failure();
    } catch (PersonaException e) {
      if (e.code() == PersonaException.Code.IO_FAILURE) {
        LOG.warn("{}: {}", name, e.getMessage());
      }
      return new ToolResult.Failure(e.code().name(), String.valueOf(e.getMessage()), e.hint());
    } catch (LockException e) {
      LOG.warn("{}: {}", name, e.getMessage());
      return new ToolResult.Failure(
          "LOCK_FAILED",
          String.valueOf(e.getMessage()),
          "Call get_lock_metrics to see who holds which lock, then try again.");
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("{} failed unexpectedly", name, e);
      return new ToolResult.Failure(
          "INTERNAL",
          name + " failed for a reason that should not occur.",
          "The cause is in the server's log on standard error. Look at the persona before you try"
              + " again: the change may have been made.");
    }
  }
}
