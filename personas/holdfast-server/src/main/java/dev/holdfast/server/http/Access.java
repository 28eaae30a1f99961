package dev.holdfast.server.http;

import org.eclipse.jetty.server.Request;

/** What a caller may do. Each includes those before it. */
public enum Access {
  /** Look at everything. */
  READ,
  /** Change personas, one at a time, in ways that the history can undo. */
  WRITE,
  /** Everything, also what replaces or removes many at once. */
  ADMIN;

  /** What the caller of a request may do, as the front found out. */
  public static Access of(Request request) {
    return Caller.of(request).access();
  }

  /** Does this include the other? */
  public boolean includes(Access other) {
    return compareTo(other) >= 0;
  }
}
