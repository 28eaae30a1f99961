package dev.holdfast.server.console;

import dev.holdfast.server.http.Access;
import java.util.Map;

/**
 * Something that can be asked of the API.
 *
 * @param method GET only looks, everything else changes something
 * @param path behind {@code /api}
 * @param access what whoever asks must be allowed to do
 * @param mostBytes how long a body may be
 * @param work what is done
 */
record Route(String method, String path, Access access, int mostBytes, Work work) {

  private static final int USUAL_BODY = 2 << 20;

  /** What is done; gives the answer as JSON has it. */
  @FunctionalInterface
  interface Work {
    Map<String, Object> run(ApiCall call) throws InterruptedException;
  }

  static Route get(String path, Work work) {
    return new Route("GET", path, Access.READ, 0, work);
  }

  /** What a tool says. */
  static Route get(String path, String tool) {
    return get(path, call -> call.tool(tool));
  }

  static Route change(String method, String path, Access access, Work work) {
    return new Route(method, path, access, USUAL_BODY, work);
  }

  /** What a tool does. */
  static Route change(String method, String path, Access access, String tool) {
    return change(method, path, access, call -> call.tool(tool));
  }

  Route withBodyUpTo(int bytes) {
    return new Route(method, path, access, bytes, work);
  }
}
