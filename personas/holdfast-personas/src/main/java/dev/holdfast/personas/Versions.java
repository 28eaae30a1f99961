package dev.holdfast.personas;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of personas: {@code N.N} or {@code N.N.N}, with or without a {@code -suffix}. */
final class Versions {
  private static final Pattern FORM =
      Pattern.compile("([0-9]+)\\.([0-9]+)(\\.[0-9]+)?(-[0-9A-Za-z][0-9A-Za-z.-]*)?");

  private Versions() {}

  static boolean isVersion(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The version after {@code version}: the minor number grows by one, the third becomes 0, a suffix
   * stays. Empty if {@code version} is not one.
   */
  static Optional<String> next(String version) {
    Matcher found = FORM.matcher(version);
    if (!found.matches()) {
      return Optional.empty();
    }
    String minor = new BigInteger(found.group(2)).add(BigInteger.ONE).toString();
    String third = found.group(3) == null ? "" : ".0";
    String suffix = found.group(4) == null ? "" : found.group(4);
    return Optional.of(found.group(1) + "." + minor + third + suffix);
  }
}
