package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.PersonaRules;
import dev.holdfast.server.catalog.Identity.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tools that tell the server who its user is. */
final class IdentityTools {

  private static final int LONGEST_EMAIL = 254;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  private static final ToolHints SETS = new ToolHints(false, false, true, false);

  private static final Map<String, Object> OUTPUT =
      output(
          field("user", text("Who is the author of new personas, and named in the history.")),
          field("fromEnvironment", bool("Is that the user of the environment, set by no client?")),
          optional("email", text("As it was given; written nowhere.")));

  private final Identity identity;

  IdentityTools(Identity identity) {
    this.identity = identity;
  }

  List<Tool> tools() {
    return List.of(set(), get(), clear());
  }

  private Tool set() {
    return new Tool(
        "set_user_identity",
        "Say who the user is",
        "Sets who is the author of personas that are created from now on, and who is named in the"
            + " history of what is changed. Holds for this server process; nobody checks it.",
        List.of(
            Parameter.required(
                "username",
                Parameter.Type.REFERENCE,
                "Up to " + PersonaRules.MAX_AUTHOR + " characters in one line."),
            Parameter.optional(
                "email", Parameter.Type.TEXT, "Shown by get_user_identity, and written nowhere.")),
        OUTPUT,
        SETS,
        (arguments, _) -> {
          String email = arguments.optionalText("email").orElse("").strip();
          if (!email.isEmpty()
              && (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches())) {
            throw new ToolException(
                "INVALID_VALUE",
                Values.quoted(email) + " is not an e-mail address.",
                "Give an address like name@example.org, or leave it out.");
          }
          identity.set(new User(arguments.text("username").strip(), email));
          return shown("The user is now ");
        });
  }

  private Tool get() {
    return new Tool(
        "get_user_identity",
        "Show who the user is",
        "Shows who is the author of new personas and is named in the history.",
        List.of(),
        OUTPUT,
        ToolHints.READS,
        (_, _) -> shown("The user is "));
  }

  private Tool clear() {
    return new Tool(
        "clear_user_identity",
        "Forget who the user is",
        "Goes back to the user of the environment in which the server was started.",
        List.of(),
        OUTPUT,
        SETS,
        (_, _) -> {
          Optional<User> _ = identity.clear();
          return shown("The user is again ");
        });
  }

  private ToolResult.Success shown(String words) {
    Optional<User> user = identity.user();
    String name = user.map(User::name).orElseGet(identity::defaultName);
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("user", name);
    structured.put("fromEnvironment", user.isEmpty());
    String email = user.map(User::email).orElse("");
    if (!email.isEmpty()) {
      structured.put("email", email);
    }
    return new ToolResult.Success(
        words
            + "**"
            + Markdown.oneLine(name)
            + "**"
            + (email.isEmpty() ? "" : " (" + Markdown.oneLine(email) + ")")
            + (user.isEmpty() ? ", from the environment." : "."),
        structured);
  }
}
