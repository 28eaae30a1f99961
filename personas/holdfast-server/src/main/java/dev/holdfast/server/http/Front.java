package dev.holdfast.server.http;

import java.util.Comparator;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What every request passes first: nothing behind it sees one that it refuses. */
final class Front extends Handler.Sequence {

  private final HostCheck hosts;
  private final Gate gate;
  private final List<Mount> mounts;

  Front(HostCheck hosts, Gate gate, List<Mount> mounts) {
    super(mounts.stream().map(Mount::handler).toList());
    this.hosts = hosts;
    this.gate = gate;
    this.mounts =
        mounts.stream()
            .sorted(Comparator.comparingInt((Mount mount) -> mount.path().length()).reversed())
            .toList();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SecurityHeaders.putOn(response);
    try {
      hosts.check(request);
      Cors.putOn(response, request);
      if (Cors.answered(request, response, callback)) {
        return true;
      }
      Mount mount = mountOf(request);
      gate.admit(request, mount.open()).putOn(request);
      if (!mount.handler().handle(request, response, callback)) {
        throw nothingHere();
      }
    } catch (RefusedRequestException e) {
      Answers.refuse(request, response, callback, e);
    }
    return true;
  }

  private Mount mountOf(Request request) throws RefusedRequestException {
    String path = Request.getPathInContext(request);
    for (Mount mount : mounts) {
      if (mount.answers(path)) {
        return mount;
      }
    }
    throw nothingHere();
  }

  private static RefusedRequestException nothingHere() {
    return new RefusedRequestException(
        HttpStatus.NOT_FOUND_404,
        "There is nothing at this path.",
        "MCP is at " + WebServer.MCP_PATH + ".");
  }
}
