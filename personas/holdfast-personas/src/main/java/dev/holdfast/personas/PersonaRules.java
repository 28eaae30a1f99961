package dev.holdfast.personas;

import java.util.ArrayList;
import java.util.List;

/**
 * The limits and words of the persona format. Lengths count Unicode code points, sizes bytes. The
 * same rules hold for reading and for writing.
 */
public final class PersonaRules {

  /** The longest name. */
  public static final int MAX_NAME = 100;

  /** The longest description. */
  public static final int MAX_DESCRIPTION = 500;

  /** The longest author. */
  public static final int MAX_AUTHOR = 100;

  /** The longest category. */
  public static final int MAX_CATEGORY = 50;

  /** The longest trigger, and the longest content flag. */
  public static final int MAX_LIST_ITEM = 50;

  /** The largest file: 512 KiB. */
  public static final int MAX_FILE_BYTES = 512 << 10;

  /** The largest front matter: 64 KiB. */
  public static final int MAX_FRONT_MATTER_BYTES = 64 << 10;

  /** The categories. A file may have another one, which is a warning; a new value may not. */
  public static final List<String> CATEGORIES =
      List.of("creative", "professional", "educational", "gaming", "personal");

  /** The age ratings. */
  public static final List<String> AGE_RATINGS = List.of("all", "13+", "18+");

  /** The generation methods. */
  public static final List<String> GENERATION_METHODS =
      List.of("human", "ChatGPT", "Claude", "hybrid");

  /** The version of a new persona, and of a file that has none. */
  public static final String FIRST_VERSION = "1.0";

  /** The field of an edit that stands for the whole text of the file. */
  public static final String SOURCE_FIELD = "source";

  /** The fields that an edit may set. */
  public static final List<String> EDITABLE_FIELDS =
      List.of(
          "name",
          "description",
          "instructions",
          "category",
          "triggers",
          "content_flags",
          "version",
          "author",
          "age_rating",
          "generation_method",
          "ai_generated",
          "price",
          "revenue_split",
          "license",
          "created_date",
          SOURCE_FIELD);

  private PersonaRules() {}

  /**
   * The items of a list that is given as text: separated by commas, blanks around an item do not
   * count. The empty text is the empty list; an empty item stays, so that its rule refuses it.
   */
  public static List<String> splitList(String commaSeparated) {
    if (commaSeparated.isBlank()) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    for (String item : commaSeparated.split(",", -1)) {
      items.add(item.strip());
    }
    return List.copyOf(items);
  }
}
