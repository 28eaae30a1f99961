package dev.holdfast.server.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The signals that ask a process to end, given to a receiver instead of ending it, until closed.
 *
 * <p>Java has no other way to them than {@code sun.misc.Signal}; it is reached by name, because the
 * compiler warns of it and can not be told otherwise. Where it is missing the signals keep their
 * usual effect.
 */
final class Signals implements AutoCloseable {

  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private static final MethodHandle RUN = runOf(MethodHandles.lookup());

  private final Deque<Runnable> undo = new ArrayDeque<>();

  private Signals() {}

  /** Gives signal numbers to {@code receiver}, on a thread of its own. */
  static Signals redirectTo(IntConsumer receiver) {
    Signals signals = new Signals();
    NUMBERS.forEach((name, number) -> signals.redirect(name, () -> receiver.accept(number)));
    return signals;
  }

  private void redirect(String name, Runnable action) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      var handle = signalClass.getMethod("handle", signalClass, handlerClass);
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      MethodHandle run = RUN.bindTo(action);
      Object handler =
          MethodHandleProxies.asInterfaceInstance(
              handlerClass, MethodHandles.dropArguments(run, 0, signalClass));
      Object before = handle.invoke(null, signal, handler);
      Runnable restore =
          () -> {
            try {
              handle.invoke(null, signal, before);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException(e);
            }
          };
      if (before.equals(handlerClass.getField("SIG_IGN").get(null))) {
        restore.run(); // who started us wants it ignored, as nohup does
      } else {
        undo.push(restore);
      }
    } catch (InvocationTargetException | ClassNotFoundException e) {
      return; // another use of it is reserved, or no such signal here: its usual effect stays
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the signals back their former effect. */
  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  private static MethodHandle runOf(MethodHandles.Lookup lookup) {
    try {
      return lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
