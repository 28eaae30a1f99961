package dev.holdfast.server.install;

import static dev.holdfast.server.install.EntryFields.fields;

import dev.holdfast.server.install.ServerEntry.Local;
import dev.holdfast.server.install.ServerEntry.Remote;
import dev.holdfast.server.install.ServerEntry.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a client writes an entry down.
 *
 * @param localType the value of {@code type} for a program; null if there is no such field
 * @param oneCommand are program and arguments one list?
 * @param enabled is there a field that says that the server is in use?
 * @param remoteType the value of {@code type} for a URL
 * @param urlField the field of the URL; null if the client cannot be given one in its file
 * @param reference how a string refers to an environment variable; null if it cannot
 * @param tokenField the field that names the variable of the token, where no header is written
 */
record EntryShape(
    @Nullable String localType,
    boolean oneCommand,
    boolean enabled,
    @Nullable String remoteType,
    @Nullable String urlField,
    @Nullable UnaryOperator<String> reference,
    @Nullable String tokenField) {

  private static final String HEADERS = "headers";
  private static final String AUTHORIZATION = "Authorization";

  /** {@code command} and {@code args}; no URLs. */
  static final EntryShape COMMAND_AND_ARGUMENTS =
      new EntryShape(null, false, false, null, null, null, null);

  /** With a field {@code type} for both. */
  EntryShape types(String local, String remote) {
    return new EntryShape(local, oneCommand, enabled, remote, urlField, reference, tokenField);
  }

  /** With a field {@code type} for URLs only. */
  EntryShape remoteType(String remote) {
    return new EntryShape(null, oneCommand, enabled, remote, urlField, reference, tokenField);
  }

  /** With the program and its arguments in one list, and a field {@code enabled}. */
  EntryShape oneCommandEnabled() {
    return new EntryShape(localType, true, true, remoteType, urlField, reference, tokenField);
  }

  /** With URLs in this field. */
  EntryShape url(String field) {
    return new EntryShape(localType, oneCommand, enabled, remoteType, field, reference, tokenField);
  }

  /** With references to variables, such as {@code "${env:%s}"}. */
  EntryShape reference(String format) {
    return new EntryShape(
        localType, oneCommand, enabled, remoteType, urlField, format::formatted, tokenField);
  }

  /** With a field that names the variable of the token. */
  EntryShape tokenField(String field) {
    return new EntryShape(localType, oneCommand, enabled, remoteType, urlField, reference, field);
  }

  /**
   * What the entry holds.
   *
   * @param client the title of the client, for messages
   * @throws ConfigException if the client cannot have such an entry
   */
  EntryFields fieldsOf(ServerEntry entry, String client) {
    return new EntryFields(
        switch (entry) {
          case Local local -> local(local);
          case Remote remote -> remote(remote, client);
        },
        owned());
  }

  private Map<String, Object> local(Local local) {
    Map<String, Object> values = fields();
    if (localType != null) {
      values.put("type", localType);
    }
    if (oneCommand) {
      values.put("command", local.command());
    } else {
      values.put("command", local.command().getFirst());
      values.put("args", local.command().subList(1, local.command().size()));
    }
    return enabled(values);
  }

  private Map<String, Object> remote(Remote remote, String client) {
    if (urlField == null) {
      throw new ConfigException(
          client + " reads no URLs from its configuration file",
          "let it start the server: leave out --http");
    }
    Map<String, Object> values = fields();
    if (remoteType != null) {
      values.put("type", remoteType);
    }
    values.put(urlField, remote.url().toString());
    remote.token().ifPresent(token -> token(values, token, client));
    return enabled(values);
  }

  private void token(Map<String, Object> values, Token token, String client) {
    switch (token) {
      case Token.Variable variable when tokenField != null ->
          values.put(tokenField, variable.name());
      case Token.Variable variable -> {
        if (reference == null) {
          throw new ConfigException(
              client + " takes no headers from environment variables",
              "--write-token writes the token itself into the file, for all who may read it");
        }
        authorize(values, reference.apply(variable.name()));
      }
      case Token.Plain _ when tokenField != null ->
          throw new ConfigException(
              client + " takes the token from an environment variable", "leave out --write-token");
      case Token.Plain plain -> authorize(values, plain.value());
    }
  }

  private static void authorize(Map<String, Object> values, String token) {
    values.put(HEADERS, fields(AUTHORIZATION, "Bearer " + token));
  }

  private Map<String, Object> enabled(Map<String, Object> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    if (enabled) {
      all.put("enabled", true);
    }
    return all;
  }

  private Set<List<String>> owned() {
    List<List<String>> owned = new ArrayList<>();
    owned.add(List.of("type"));
    owned.add(List.of("command"));
    owned.add(List.of("args"));
    if (urlField != null) {
      owned.add(List.of(urlField));
      owned.add(tokenField == null ? List.of(HEADERS, AUTHORIZATION) : List.of(tokenField));
    }
    return Set.copyOf(owned);
  }
}
