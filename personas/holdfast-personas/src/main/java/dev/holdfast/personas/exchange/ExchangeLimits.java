package dev.holdfast.personas.exchange;

import dev.holdfast.personas.PersonaRules;

/** How much the exchange formats may hold. What is larger is refused, never cut. */
public final class ExchangeLimits {

  /** The longest text given to {@link ImportSources#ofText}, as UTF-8: 8 MiB. */
  public static final int MAX_TEXT_BYTES = 8 << 20;

  /** The largest file given to {@link ImportSources#ofFile}: 1 GiB. */
  public static final long MAX_FILE_BYTES = 1L << 30;

  /** The most personas of one bundle or folder. */
  public static final int MAX_PERSONAS = 100_000;

  /** The largest persona, as a file: 512 KiB. The longest string of JSON has as many chars. */
  public static final int MAX_PERSONA_BYTES = PersonaRules.MAX_FILE_BYTES;

  /** Levels of JSON: 32 in a value, as in a file, and the four around it in a bundle. */
  public static final int MAX_NESTING = 36;

  /** The longest key in {@code metadata}, in chars: as long as front matter may be. */
  public static final int MAX_KEY_CHARS = PersonaRules.MAX_FRONT_MATTER_BYTES;

  /** The most chars and values of one {@code metadata} together. */
  public static final int MAX_METADATA_SIZE = 2 * PersonaRules.MAX_FRONT_MATTER_BYTES;

  /** The longest number, in chars. */
  public static final int MAX_NUMBER_CHARS = 100;

  /** The longest {@code filename}, in chars. */
  public static final int MAX_FILE_NAME_CHARS = 255;

  /** The most fields of a bundle, or of a persona beside its metadata. */
  public static final int MAX_FIELDS = 1_000;

  /** The longest name of such a field, in chars. */
  public static final int MAX_FIELD_NAME_CHARS = 1_000;

  private ExchangeLimits() {}
}
