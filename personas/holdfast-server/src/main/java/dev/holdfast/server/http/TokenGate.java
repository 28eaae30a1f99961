package dev.holdfast.server.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits callers by their bearer tokens. Who has tried several that do not exist must wait before
 * another is looked at. Who does nothing wrong is limited, too, in requests a second.
 */
public final class TokenGate implements Gate {

  /** Wrong tokens of one address at once, and how long each takes to be forgiven. */
  static final int WRONG_TOKENS = 10;

  private static final Duration FORGIVEN_AFTER = Duration.ofSeconds(10);
  private static final int MOST_KEYS = 10_000;
  private static final String SCHEME = "bearer ";
  private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

  private final Tokens tokens;
  private final boolean required;
  private final RateLimiter guesses =
      new RateLimiter(1e9 / FORGIVEN_AFTER.toNanos(), WRONG_TOKENS, MOST_KEYS, System::nanoTime);
  private final RateLimiter requests;

  /**
   * @param required must every caller have a token? Otherwise who has none may do everything
   * @param perSecond requests of one token, or one address without any, for a long time; twice as
   *     many for a moment
   */
  public TokenGate(TokenFile file, Clock clock, boolean required, int perSecond) {
    this.tokens = new Tokens(file, clock);
    this.required = required;
    this.requests = new RateLimiter(perSecond, 2 * perSecond, MOST_KEYS, System::nanoTime);
  }

  /** Is there a token that somebody could have? */
  public boolean hasTokens() throws IOException {
    return tokens.any();
  }

  @Override
  public Caller admit(Request request, boolean open) throws RefusedRequestException {
    String address = address(request);
    Caller caller = caller(request, address, open);
    if (required || !caller.name().isEmpty()) {
      String key = caller.name().isEmpty() ? "address " + address : "token " + caller.name();
      refuseIf(requests.take(key), "There are too many requests.");
    }
    return caller;
  }

  private Caller caller(Request request, String address, boolean open)
      throws RefusedRequestException {
    String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (given == null) {
      if (required && !open) {
        throw unauthorized("A token is needed.", "Bearer");
      }
      return required ? new Caller("", Access.READ, "") : Caller.LOCAL;
    }
    refuseIf(guesses.look(address), "There were too many wrong tokens from this address.");
    Optional<Token> token = find(given);
    if (token.isEmpty()) {
      Optional<Duration> _ = guesses.take(address);
      throw unauthorized(
          "The token is not valid: it is wrong, revoked or expired.",
          "Bearer error=\"invalid_token\"");
    }
    return new Caller(token.get().name(), token.get().access(), token.get().hash());
  }

  private Optional<Token> find(String authorization) throws RefusedRequestException {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      return tokens.find(authorization.substring(SCHEME.length()).strip());
    } catch (IOException e) {
      LOG.error("The tokens cannot be read, so nobody is admitted by one: {}", e.getMessage());
      throw new RefusedRequestException(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "The server cannot read its tokens.",
          "The cause is in its log on standard error.");
    }
  }

  private static RefusedRequestException unauthorized(String message, String challenge) {
    return new RefusedRequestException(
            HttpStatus.UNAUTHORIZED_401,
            message,
            "Send Authorization: Bearer TOKEN; 'holdfast token create NAME' makes one.")
        .with("WWW-Authenticate", challenge);
  }

  private static void refuseIf(Optional<Duration> wait, String message)
      throws RefusedRequestException {
    if (wait.isPresent()) {
      long seconds = wait.get().plusMillis(999).toSeconds();
      throw new RefusedRequestException(
              HttpStatus.TOO_MANY_REQUESTS_429, message, "Wait " + seconds + " s.")
          .with("Retry-After", String.valueOf(seconds));
    }
  }

  private static String address(Request request) {
    return Addresses.group(Request.getRemoteAddr(request));
  }

  @Override
  public boolean stillAdmits(Caller caller) {
    if (caller.name().isEmpty()) {
      return true;
    }
    try {
      return tokens.has(caller);
    } catch (IOException e) {
      return true; // told at the next request; a broken file must not end what is in work
    }
  }
}
