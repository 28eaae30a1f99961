package dev.holdfast.server.catalog;

/**
 * What a user said when he was asked whether something is to be done.
 *
 * @param given may it be done?
 * @param reason why not, the rest of a sentence; empty if it may
 */
public record Confirmation(boolean given, String reason) {

  /** It may be done. */
  public static Confirmation accepted() {
    return new Confirmation(true, "");
  }
}
