package dev.holdfast.server.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what no handler answered, and what the web server itself refuses, without its traces. */
final class JsonErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = request.getAttribute(ERROR_STATUS) instanceof Integer code ? code : 500;
    SecurityHeaders.putOn(response);
    Answers.refuse(request, response, callback, refusal(status));
    return true;
  }

  private static RefusedRequestException refusal(int status) {
    return status >= HttpStatus.INTERNAL_SERVER_ERROR_500
        ? new RefusedRequestException(
            status,
            "The request failed for a reason that should not occur.",
            "The cause is in the server's log on standard error.")
        : new RefusedRequestException(
            status, "The request is refused: " + HttpStatus.getMessage(status) + ".", "");
  }
}
