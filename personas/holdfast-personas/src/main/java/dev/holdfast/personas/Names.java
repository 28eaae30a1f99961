package dev.holdfast.personas;

import java.text.Normalizer;
import java.util.Locale;

/** When two names are the same name: full case folding, then canonical composition. */
public final class Names {
  private static final int DOTLESS_I = 0x131;

  private Names() {}

  /** Equal for two names exactly if the folder treats them as one name. */
  public static String key(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFD)
        .codePoints()
        .forEach(c -> folded.append(fold(c)));
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** Would Windows take a file of that name for a device, whatever follows the first dot? */
  public static boolean isDevice(String fileName) {
    return Slugs.isReserved(fileName);
  }

  /**
   * Java has no case folding. Lower, upper and lower again gives the same for single code points
   * (the capital sharp s needs the first step); code point by code point, because a sigma at the
   * end of a word has a lower case of its own. Only the dotless i would be folded too far.
   */
  private static String fold(int codePoint) {
    String one = Character.toString(codePoint);
    return codePoint == DOTLESS_I
        ? one
        : one.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
