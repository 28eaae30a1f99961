package dev.holdfast.lock;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What is asked for: a resource, a mode, how long to queue for it, and why.
 *
 * <p>Immutable; each method that changes something returns a new request.
 */
public final class LockRequest {

  /** How long a request queues when it does not say otherwise: 10 seconds. */
  public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

  /** The longest name of a resource, in bytes of UTF-8. */
  public static final int MAX_RESOURCE_BYTES = 4096;

  private final String resource;
  private final LockMode mode;
  private final Duration waitAtMost;
  private final String purpose;

  private LockRequest(String resource, LockMode mode, Duration waitAtMost, String purpose) {
    this.resource = resource;
    this.mode = mode;
    this.waitAtMost = waitAtMost;
    this.purpose = purpose;
  }

  /**
   * A request to hold {@code resource} alone.
   *
   * @throws IllegalArgumentException if the name is empty, longer than {@link #MAX_RESOURCE_BYTES}
   *     or not encodable as UTF-8
   */
  public static LockRequest exclusive(String resource) {
    return new LockRequest(checkResource(resource), LockMode.EXCLUSIVE, DEFAULT_WAIT, "");
  }

  /**
   * A request to hold {@code resource} together with other shared holders.
   *
   * @throws IllegalArgumentException as for {@link #exclusive}
   */
  public static LockRequest shared(String resource) {
    return new LockRequest(checkResource(resource), LockMode.SHARED, DEFAULT_WAIT, "");
  }

  /**
   * The same request with another wait timeout. Zero asks once and does not queue.
   *
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public LockRequest waitAtMost(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("wait timeout must not be negative: " + timeout);
    }
    return new LockRequest(resource, mode, timeout, purpose);
  }

  /** The same request with a few words on what the lock is for, shown to those who wait for it. */
  public LockRequest purpose(String words) {
    return new LockRequest(resource, mode, waitAtMost, requireNonNull(words));
  }

  /** The name of the resource. */
  public String resource() {
    return resource;
  }

  /** The kind of the resource: the part of its name before the first {@code ':'}, or all of it. */
  public String kind() {
    return kindOf(resource);
  }

  /** Shared or exclusive. */
  public LockMode mode() {
    return mode;
  }

  /** How long to queue. */
  public Duration waitAtMost() {
    return waitAtMost;
  }

  /** What the lock is for; empty where nothing was said. */
  public String purpose() {
    return purpose;
  }

  @Override
  public String toString() {
    return mode + " '" + resource + "' within " + waitAtMost;
  }

  static String kindOf(String resource) {
    int colon = resource.indexOf(':');
    return colon < 0 ? resource : resource.substring(0, colon);
  }

  private static String checkResource(String resource) {
    if (resource.isEmpty()) {
      throw new IllegalArgumentException("a resource needs a name");
    }
    // A lone surrogate has no UTF-8 form: two such names would be encoded alike.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(resource)) {
      throw new IllegalArgumentException("the name of a resource must be encodable as UTF-8");
    }
    if (resource.length() > MAX_RESOURCE_BYTES
        || resource.getBytes(StandardCharsets.UTF_8).length > MAX_RESOURCE_BYTES) {
      throw new IllegalArgumentException(
          "the name of a resource may have at most %d bytes".formatted(MAX_RESOURCE_BYTES));
    }
    return resource;
  }
}
