package dev.holdfast.server.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A named group of tools. Each tool is in exactly one. */
public enum Toolset {
  /** What looks at personas and changes them. */
  PERSONAS(
      "list_personas",
      "get_persona_details",
      "validate_persona",
      "reload_personas",
      "create_persona",
      "edit_persona",
      "rename_persona",
      "delete_persona"),
  /** What looks into the past and brings it back. */
  HISTORY("persona_history", "diff_persona", "undo_persona"),
  /** What takes personas in and gives them out. */
  EXCHANGE(
      "export_persona",
      "export_all_personas",
      "share_persona",
      "import_persona",
      "import_from_url"),
  /** What makes, checks and restores backups. */
  BACKUPS("create_backup", "list_backups", "verify_backup", "restore_backup", "prune_backups"),
  /** What takes a persona on, shows it and lays it down. */
  ACTIVATION(
      "activate_persona",
      "get_active_persona",
      "deactivate_persona",
      "configure_indicator",
      "get_indicator_config"),
  /** Who the user is. */
  IDENTITY("set_user_identity", "get_user_identity", "clear_user_identity"),
  /** What the server says of itself. */
  SERVER("get_server_status"),
  /** Who holds and who waits for which lock. */
  LOCKS("get_lock_metrics");

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
  private final List<String> tools;

  Toolset(String... tools) {
    this.tools = List.of(tools);
  }

  /** The names of its tools. */
  public List<String> tools() {
    return tools;
  }

  /** Its name, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The group with this name. */
  static Optional<Toolset> named(String word) {
    return Arrays.stream(values()).filter(set -> set.word().equals(word)).findFirst();
  }

  /** The group that a tool is in; empty for a name that is no tool's. */
  public static Optional<Toolset> of(String tool) {
    return Arrays.stream(values()).filter(set -> set.tools.contains(tool)).findFirst();
  }
}
