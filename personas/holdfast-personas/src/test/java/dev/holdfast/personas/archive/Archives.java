package dev.holdfast.personas.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.ImportSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What tests of archives need again and again. */
final class Archives {

  static final Origin ORIGIN =
      new Origin(
          Instant.parse("2026-03-04T05:06:07.891Z"), BackupKind.MANUAL, "Zoë \"Z\"", "client 1.0");

  private Archives() {}

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] backup(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        writer.add(file.getKey(), file.getValue());
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  /** A manifest as the format wants it, for files of these contents. */
  static String manifest(Map<String, byte[]> files) {
    return """
        {"format":"holdfast-backup","version":1,"taken":"2026-03-04T05:06:07.891Z","kind":"manual",\
        "user":"","client":"","count":%d,"files":[%s]}
        """
        .formatted(
            files.size(),
            files.entrySet().stream()
                .map(
                    f ->
                        "{\"name\":\"%s\",\"bytes\":%d,\"sha256\":\"%s\"}"
                            .formatted(f.getKey(), f.getValue().length, Sha256.of(f.getValue())))
                .collect(Collectors.joining(",")));
  }

  static Map<String, String> read(ImportSource source) throws IOException {
    Map<String, String> read = new LinkedHashMap<>();
    source.read((name, content) -> read.put(name, new String(content, UTF_8)));
    return read;
  }
}
