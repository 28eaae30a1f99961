package dev.holdfast.server.http;

import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /healthz} says that the process answers, {@code /readyz} whether it should be asked. */
final class Readiness {

  private final Supplier<List<String>> faults;

  /**
   * @param faults why nothing should be asked of this server now; none if it is ready
   */
  Readiness(Supplier<List<String>> faults) {
    this.faults = faults;
  }

  List<Mount> mounts() {
    return List.of(
        Mount.open("/healthz", new Check(List::of)), Mount.open("/readyz", new Check(faults)));
  }

  private static final class Check extends Handler.Abstract {

    private final Supplier<List<String>> faults;

    Check(Supplier<List<String>> faults) {
      this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      List<String> found = faults.get();
      ObjectNode body = Answers.MAPPER.createObjectNode();
      body.put("status", found.isEmpty() ? "ok" : "unavailable");
      if (!found.isEmpty()) {
        ArrayNode reasons = body.putArray("reasons");
        found.forEach(reasons::add);
      }
      int status = found.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
      Answers.send(response, callback, status, body);
      return true;
    }
  }
}
