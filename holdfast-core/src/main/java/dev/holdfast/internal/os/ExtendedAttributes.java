package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of files, and with them the access control lists of Linux, which are
 * attributes too.
 *
 * <p>Without native access only those of the user are seen. Their names then begin with {@code
 * user.} as well.
 */
public final class ExtendedAttributes {

  /** Where Linux keeps the access control list of a file, if it is more than its mode. */
  public static final String ACCESS_CONTROL_LIST = "system.posix_acl_access";

  private static final String USER = "user.";

  /** A replaced file has to earn these again: they vouch for its content. */
  private static final String CAPABILITY = "security.capability";

  private ExtendedAttributes() {}

  /** All attributes of a file that can be seen and set, except what vouches for its content. */
  public static Map<String, byte[]> read(Path path) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    if (LinuxFileCalls.supported(path)) {
      for (String name : LinuxXattrs.list(path)) {
        if (!name.equals(CAPABILITY)) {
          found.put(name, LinuxXattrs.get(path, name));
        }
      }
      return found;
    }
    UserDefinedFileAttributeView view = view(path);
    if (view != null) {
      for (String name : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        int _ = view.read(name, value);
        found.put(USER + name, value.array());
      }
    }
    return found;
  }

  /**
   * Sets one attribute that {@link #read} returned.
   *
   * @throws IOException if this process may not, or the file system has none of this kind
   */
  public static void set(Path path, String name, byte[] value) throws IOException {
    if (LinuxFileCalls.supported(path)) {
      LinuxXattrs.set(path, name, value);
      return;
    }
    UserDefinedFileAttributeView view = view(path);
    if (view == null) {
      throw new IOException(path + " cannot have extended attributes");
    }
    int _ = view.write(name.substring(USER.length()), ByteBuffer.wrap(value));
  }

  private static @Nullable UserDefinedFileAttributeView view(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("user")
            && Files.getFileStore(path).supportsFileAttributeView("user")
        ? Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        : null;
  }
}
