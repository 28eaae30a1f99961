package dev.holdfast.server.cli;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads modes of files as {@code chmod} does: three octal digits, such as {@code 640}. */
final class ModeOption implements ITypeConverter<ModeOption.Mode> {

  /** Who may do what. */
  record Mode(Set<PosixFilePermission> permissions) {}

  private static final Pattern SYNTAX = Pattern.compile("0?[0-7]{3}");

  @Override
  public Mode convert(String written) {
    if (!SYNTAX.matcher(written).matches()) {
      throw new TypeConversionException(
          "'" + written + "' is not a mode: write three octal digits, for example 640");
    }
    StringBuilder letters = new StringBuilder();
    for (char digit : written.substring(written.length() - 3).toCharArray()) {
      int bits = digit - '0';
      letters
          .append((bits & 4) != 0 ? 'r' : '-')
          .append((bits & 2) != 0 ? 'w' : '-')
          .append((bits & 1) != 0 ? 'x' : '-');
    }
    return new Mode(PosixFilePermissions.fromString(letters.toString()));
  }
}
