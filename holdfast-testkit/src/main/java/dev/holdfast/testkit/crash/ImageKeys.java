package dev.holdfast.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells images apart; remembers how attributes are put, since most inodes have the same. */
final class ImageKeys {

  private final Map<Map<String, Object>, byte[]> attributes = new HashMap<>();

  /** Equal for images that no program could tell apart. */
  String of(DiskImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    Map<Integer, String> firstPaths = new HashMap<>();
    image.walk(
        (path, inode, node) -> {
          put(bytes, path);
          switch (node) {
            case Node.Directory directory -> put(bytes, "directory");
            case Node.SymbolicLink link -> put(bytes, "link " + link.target());
            case Node.Regular file -> {
              @Nullable String other = firstPaths.putIfAbsent(inode, path);
              if (other == null) {
                bytes.writeBytes(file.content().digest());
              } else {
                put(bytes, "same as " + other);
              }
            }
          }
          bytes.writeBytes(
              attributes.computeIfAbsent(image.attributesOf(inode), ImageKeys::bytesOf));
        });
    return HexFormat.of().formatHex(Digests.sha256(bytes.toByteArray()));
  }

  private static byte[] bytesOf(Map<String, Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TreeMap<>(attributes)
        .forEach((name, value) -> put(bytes, name + "=" + AttributeText.of(value)));
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, String text) {
    bytes.writeBytes(text.getBytes(UTF_8));
    bytes.write(0);
  }
}
