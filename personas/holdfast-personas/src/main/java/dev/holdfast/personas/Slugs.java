package dev.holdfast.personas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The file names that a persona's name may get: portable ASCII, {@code [a-z0-9-]}, 60 at most.
 *
 * <p>Names that are the same by {@link Names#key} have the same slugs, so whoever holds the lock of
 * the first one keeps every other creator of that name out.
 *
 * @param first the slug to take if it is free
 * @param second the slug to take if another name has the first; the same as the first where that is
 *     already told apart by a hash
 */
record Slugs(String first, String second) {

  private static final int MOST = 60;
  private static final int HASH_CHARS = 8;

  /** Device names on Windows, whatever extension follows. */
  private static final Pattern RESERVED =
      Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]", Pattern.CASE_INSENSITIVE);

  static Slugs of(String name) {
    String key = Names.key(name);
    String hash = hash(key);
    StringBuilder slug = new StringBuilder();
    boolean lost = appendAscii(key, slug);
    String plain = cut(slug.toString(), MOST);
    if (plain.isEmpty()) {
      String fallback = "persona-" + hash;
      return new Slugs(fallback, fallback);
    }
    String hashed = cut(plain, MOST - 1 - HASH_CHARS) + "-" + hash;
    return lost || isReserved(plain) ? new Slugs(hashed, hashed) : new Slugs(plain, hashed);
  }

  List<String> all() {
    return first.equals(second) ? List.of(first) : List.of(first, second);
  }

  /** Would Windows take {@code stem} for a device? */
  static boolean isReserved(String stem) {
    int dot = stem.indexOf('.');
    return RESERVED.matcher(dot < 0 ? stem : stem.substring(0, dot)).matches();
  }

  /** Appends what ASCII can say of {@code key}; tells if a letter or digit was lost. */
  private static boolean appendAscii(String key, StringBuilder slug) {
    boolean lost = false;
    boolean gap = false;
    String spread = Normalizer.normalize(key, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    for (int c : spread.codePoints().toArray()) {
      if (isMark(c)) {
        continue;
      }
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        if (gap && !slug.isEmpty()) {
          slug.append('-');
        }
        gap = false;
        slug.append((char) c);
      } else {
        gap = true;
        lost |= Character.isLetterOrDigit(c);
      }
    }
    return lost;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static String cut(String slug, int most) {
    String kept = slug.length() <= most ? slug : slug.substring(0, most);
    return kept.endsWith("-") ? kept.substring(0, kept.length() - 1) : kept;
  }

  private static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
