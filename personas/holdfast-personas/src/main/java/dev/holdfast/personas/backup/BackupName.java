package dev.holdfast.personas.backup;

import dev.holdfast.personas.archive.BackupKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a backup: {@code personas-20261125-113951Z-manual.zip}; the second one of that
 * second and kind is {@code personas-20261125-113951Z-manual-2.zip}.
 *
 * @param taken cut to seconds
 * @param number from 1 to {@link #MAX_NUMBER}
 */
record BackupName(Instant taken, BackupKind kind, int number) {

  /** So many backups of one kind can be named in one second. */
  static final int MAX_NUMBER = 9_999;

  private static final Pattern SYNTAX =
      Pattern.compile("personas-(\\d{8}-\\d{6})Z-([a-z]+(?:-[a-z]+)*)(?:-([1-9]\\d{0,3}))?\\.zip");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withResolverStyle(ResolverStyle.STRICT);

  BackupName {
    taken = taken.truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the name says; empty if it is not one of these. */
  static Optional<BackupName> parse(String fileName) {
    Matcher parts = SYNTAX.matcher(fileName);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Instant taken = LocalDateTime.parse(parts.group(1), TIME).toInstant(ZoneOffset.UTC);
      int number = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
      return Arrays.stream(BackupKind.values())
          .filter(kind -> kind.word().equals(parts.group(2)))
          .findFirst()
          .map(kind -> new BackupName(taken, kind, number))
          .filter(name -> name.fileName().equals(fileName)); // no "-1"
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  String fileName() {
    return "personas-%sZ-%s%s.zip"
        .formatted(
            TIME.format(taken.atOffset(ZoneOffset.UTC)),
            kind.word(),
            number == 1 ? "" : "-" + number);
  }
}
