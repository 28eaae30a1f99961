package dev.holdfast.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a caller with some access meets, as if the front had found a token. */
public final class CalledBy extends Handler.Wrapper {

  private final Caller caller;

  private CalledBy(Caller caller, Handler handler) {
    super(handler);
    this.caller = caller;
  }

  /** The same mount at another path, for a caller with this token. */
  public static Mount mount(String path, String token, Access access, Handler handler) {
    return Mount.guarded(path, new CalledBy(new Caller(token, access, token), handler));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    caller.putOn(request);
    return super.handle(request, response, callback);
  }
}
