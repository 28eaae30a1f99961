package dev.holdfast.server.http;

import dev.holdfast.server.catalog.Tool;
import dev.holdfast.server.catalog.ToolSelection;
import dev.holdfast.server.catalog.Toolset;
import java.util.Locale;
import java.util.Optional;

/**
 * Which tools a caller has: with {@code READ} those that change nothing, with {@code WRITE} all but
 * the destructive ones of backups (restore, prune), which reach beyond what the history of a
 * persona undoes.
 */
public record ToolAccess(Access access) implements ToolSelection {

  @Override
  public Optional<Withheld> withheld(Tool tool) {
    Access needed = needed(tool);
    return access.includes(needed)
        ? Optional.empty()
        : Optional.of(
            new Withheld(
                "it needs a token with the scope "
                    + word(needed)
                    + ", and this one has "
                    + word(access),
                "Ask whoever runs the server for such a token: 'holdfast token create NAME"
                    + " --scope "
                    + word(needed)
                    + "'."));
  }

  private static Access needed(Tool tool) {
    if (tool.hints().readOnly()) {
      return Access.READ;
    }
    boolean backups = Toolset.of(tool.name()).filter(Toolset.BACKUPS::equals).isPresent();
    return backups && tool.hints().destructive() ? Access.ADMIN : Access.WRITE;
  }

  private static String word(Access access) {
    return access.name().toLowerCase(Locale.ROOT);
  }
}
