package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** User-defined attributes of files on file systems that may not have any. */
public final class UserAttributes {
  private UserAttributes() {}

  /** All of a file, links not followed, with names such as {@code "user:mime"}. */
  public static Map<String, byte[]> of(Path path) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Map<String, byte[]> result = new TreeMap<>();
    if (view != null) {
      for (String name : namesIn(view)) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        result.put("user:" + name, value.array());
      }
    }
    return result;
  }

  private static List<String> namesIn(UserDefinedFileAttributeView view) {
    try {
      return view.list();
    } catch (IOException e) {
      return List.of(); // the file system has none
    }
  }
}
