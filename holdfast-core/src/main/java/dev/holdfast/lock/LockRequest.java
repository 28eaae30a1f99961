package dev.holdfast.lock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final Terms terms;

  /** All but what is asked for. Not changed any more once it belongs to a request. */
  private static final class Terms {
    static final Terms DEFAULT = new Terms();

    Duration waitAtMost = DEFAULT_WAIT;
    String purpose = "";
    Optional<Duration> holdAtMost = Optional.empty();
    Overrun onOverrun = Overrun.WAIT;
    boolean reentrant;
    boolean detached;

    Terms copy() {
      Terms copy = new Terms();
      copy.waitAtMost = waitAtMost;
      copy.purpose = purpose;
      copy.holdAtMost = holdAtMost;
      copy.onOverrun = onOverrun;
      copy.reentrant = reentrant;
      copy.detached = detached;
      return copy;
    }
  }

  private LockRequest(String resource, LockMode mode, Terms terms) {
    this.resource = resource;
    this.mode = mode;
    this.terms = terms;
  }

  /**
   * A request to hold {@code resource} alone.
   *
   * @throws IllegalArgumentException if the name is empty, longer than {@link #MAX_RESOURCE_BYTES}
   *     or not encodable as UTF-8
   */
  public static LockRequest exclusive(String resource) {
    return new LockRequest(checkResource(resource), LockMode.EXCLUSIVE, Terms.DEFAULT);
  }

  /**
   * A request to hold {@code resource} together with other shared holders.
   *
   * @throws IllegalArgumentException as for {@link #exclusive}
   */
  public static LockRequest shared(String resource) {
    return new LockRequest(checkResource(resource), LockMode.SHARED, Terms.DEFAULT);
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
    return with(changed -> changed.waitAtMost = timeout);
  }

  /** The same request with a few words on what the lock is for, shown to those who wait for it. */
  public LockRequest purpose(String words) {
    return with(changed -> changed.purpose = requireNonNull(words));
  }

  /**
   * The same request with a hold timeout: how long the lock may be kept. There is none by default.
   *
   * <p>When it runs out, the thread of an operation under {@link LockManager#withLock} is
   * interrupted, and its caller gets {@link LockHoldTimeoutException} when the operation has ended.
   * What becomes of the lock meanwhile says {@link #onOverrun}. For a bare handle, whose thread
   * nobody knows, a timeout under {@link Overrun#WAIT} only writes a warning to the log.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive
   */
  public LockRequest holdAtMost(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("hold timeout must be positive: " + timeout);
    }
    return with(changed -> changed.holdAtMost = Optional.of(timeout));
  }

  /**
   * The same request with what happens when its hold timeout runs out: {@link Overrun#WAIT} unless
   * asked otherwise.
   */
  public LockRequest onOverrun(Overrun policy) {
    return with(changed -> changed.onOverrun = requireNonNull(policy));
  }

  /**
   * The same request, which joins the hold of an operation that it is part of: one of {@link
   * LockManager#withLock} with a reentrant request for the same resource, further up on the stack
   * (or, with structured concurrency, in the scope that forked this thread). The lock is released
   * when the outer operation ends; the outer hold timeout counts.
   *
   * <p>To join a shared hold with an exclusive request is refused with {@link
   * LockUpgradeException}.
   */
  public LockRequest reentrant() {
    return with(changed -> changed.reentrant = true);
  }

  /**
   * The same request for a handle that another thread will close. It is not counted for the thread
   * that acquires it when a deadlock is looked for, so it can neither be part of a wrong report nor
   * of a right one.
   */
  public LockRequest detached() {
    return with(changed -> changed.detached = true);
  }

  private LockRequest with(Consumer<Terms> change) {
    Terms changed = terms.copy();
    change.accept(changed);
    return new LockRequest(resource, mode, changed);
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
    return terms.waitAtMost;
  }

  /** What the lock is for; empty where nothing was said. */
  public String purpose() {
    return terms.purpose;
  }

  /** How long the lock may be kept; empty for as long as it takes. */
  public Optional<Duration> holdAtMost() {
    return terms.holdAtMost;
  }

  /** What happens when the hold timeout runs out. */
  public Overrun onOverrun() {
    return terms.onOverrun;
  }

  /** Does it join the hold of an operation that it is part of? */
  public boolean isReentrant() {
    return terms.reentrant;
  }

  /** Will another thread close the handle? */
  public boolean isDetached() {
    return terms.detached;
  }

  @Override
  public String toString() {
    return mode + " '" + resource + "' within " + waitAtMost();
  }

  static String kindOf(String resource) {
    int colon = resource.indexOf(':');
    return colon < 0 ? resource : resource.substring(0, colon);
  }

  private static String checkResource(String resource) {
    if (resource.isEmpty()) {
      throw new IllegalArgumentException("a resource needs a name");
    }
    int bytes = 0;
    for (int i = 0; i < resource.length() && bytes <= MAX_RESOURCE_BYTES; i++) {
      char unit = resource.charAt(i);
      if (unit < 0x80) {
        bytes++;
      } else if (unit < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(unit)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(unit)
          && i + 1 < resource.length()
          && Character.isLowSurrogate(resource.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        // It has no UTF-8 form: two such names would be encoded alike.
        throw new IllegalArgumentException("the name of a resource must be encodable as UTF-8");
      }
    }
    if (bytes > MAX_RESOURCE_BYTES) {
      throw new IllegalArgumentException(
          "the name of a resource may have at most %d bytes".formatted(MAX_RESOURCE_BYTES));
    }
    return resource;
  }
}
