package dev.holdfast.server.cli;

import dev.holdfast.server.install.ServerEntry.Remote;
import dev.holdfast.server.install.ServerEntry.Token;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A server that runs already, instead of one that the client starts. */
final class RemoteOptions {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What may stand in a header: anything else would end it. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  @Option(
      names = "--http",
      paramLabel = "URL",
      converter = Url.class,
      description =
          "Let the client speak to a server that runs already ('holdfast serve'), such as"
              + " http://127.0.0.1:7878/mcp, instead of starting one.")
  private @Nullable URI url;

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      description =
          "With --http: the environment variable from which the client takes its token. The token"
              + " itself is not written.")
  private @Nullable String variable;

  @Option(
      names = "--write-token",
      description =
          "With --token-variable: write the token that the variable has now into the file, where"
              + " everybody who may read it sees it. For clients that read no variables.")
  private boolean writeToken;

  static final class Url implements ITypeConverter<URI> {
    @Override
    public URI convert(String written) {
      URI url;
      try {
        url = URI.create(written);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + written + "' is not a URL");
      }
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!web || url.getHost() == null) {
        throw new TypeConversionException(
            "'" + written + "' is not a URL: write for example http://127.0.0.1:7878/mcp");
      }
      if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
        throw new TypeConversionException(
            "the URL must not hold a user or a fragment; for a token there is --token-variable");
      }
      return url;
    }
  }

  /** The server; empty if the client is to start one. */
  Optional<Remote> remote(Io io) {
    if (url == null) {
      if (variable != null || writeToken) {
        throw CommandException.usage("--token-variable and --write-token go with --http");
      }
      return Optional.empty();
    }
    return Optional.of(new Remote(url, token(io)));
  }

  private Optional<Token> token(Io io) {
    if (variable == null) {
      if (writeToken) {
        throw CommandException.usage("--write-token needs --token-variable");
      }
      return Optional.empty();
    }
    if (!VARIABLE.matcher(variable).matches()) {
      throw CommandException.usage("'" + variable + "' is not the name of a variable");
    }
    return Optional.of(
        writeToken ? new Token.Plain(value(io, variable)) : new Token.Variable(variable));
  }

  private static String value(Io io, String variable) {
    String token =
        io.variable(variable)
            .orElseThrow(
                () -> CommandException.failed("the variable " + variable + " is not set", ""));
    if (!TOKEN.matcher(token).matches()) {
      throw CommandException.failed(
          "the variable %s holds something else than a token".formatted(variable), "");
    }
    return token;
  }
}
