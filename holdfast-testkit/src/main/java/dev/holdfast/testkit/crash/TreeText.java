package dev.holdfast.testkit.crash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A disk as text, a line for each name below the directory of the workload. */
final class TreeText {
  private TreeText() {}

  private static final int PREVIEW_BYTES = 40;

  static List<String> of(DiskImage image) {
    List<String> lines = new ArrayList<>();
    image.walk(
        (path, inode, node) -> {
          String shown = path.substring(path.indexOf('/') + 1);
          if (path.indexOf('/') >= 0) {
            lines.add(line(shown, node) + attributes(image, inode));
          }
        });
    return lines;
  }

  private static String line(String path, Node node) {
    return switch (node) {
      case Node.Directory directory -> path + "/";
      case Node.SymbolicLink link -> path + " -> " + link.target();
      case Node.Regular file ->
          "%s  %d bytes %s".formatted(path, file.content().size(), preview(file.content()));
    };
  }

  private static String preview(FileContent content) {
    if (content.size() == 0) {
      return "";
    }
    if (content.isZero(0, content.size())) {
      return "(zeros)";
    }
    int shown = Math.min(PREVIEW_BYTES, content.size());
    StringBuilder text = new StringBuilder("\"");
    for (char each :
        new String(content.bytes(), 0, shown, StandardCharsets.ISO_8859_1).toCharArray()) {
      text.append(each >= ' ' && each < 127 ? each : '·');
    }
    return text.append(shown < content.size() ? "…\"" : "\"").toString();
  }

  private static String attributes(DiskImage image, int inode) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(image.attributesOf(inode))
        .forEach(
            (name, value) ->
                text.append("  ")
                    .append(name.equals("posix:permissions") ? "" : name + "=")
                    .append(AttributeText.of(value)));
    return text.toString();
  }
}
