package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.os.ExtendedAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The access control lists of Linux; see acl(5). */
final class AccessControlListTest extends FilesFixture {

  private static final int VERSION = 2;
  private static final int USER_OBJ = 1;
  private static final int USER = 2;
  private static final int GROUP_OBJ = 4;
  private static final int MASK = 0x10;
  private static final int OTHER = 0x20;
  private static final int READ = 4;
  private static final int READ_WRITE = 6;
  private static final int NOBODY = 65_534;

  @Test
  void list_isKept_andTheGroupGetsNoMoreThanItHad() throws Exception {
    files.write(file, bytes("one"));
    // One more user may read; the group may nothing. The mode then shows r for the group: the mask.
    byte[] list =
        list(
            USER_OBJ,
            READ_WRITE,
            -1,
            USER,
            READ,
            NOBODY,
            GROUP_OBJ,
            0,
            -1,
            MASK,
            READ,
            -1,
            OTHER,
            0,
            -1);
    try {
      ExtendedAttributes.set(file, ExtendedAttributes.ACCESS_CONTROL_LIST, list);
    } catch (IOException e) {
      Assumptions.abort("no access control lists here: " + e.getMessage());
    }

    files.write(file, Content.text("two"), options(AttributePolicy.KEEP_OR_FAIL));

    assertThat(ExtendedAttributes.read(file).get(ExtendedAttributes.ACCESS_CONTROL_LIST))
        .isEqualTo(list);

    files.write(file, Content.text("three"), options(AttributePolicy.RESET));

    assertThat(ExtendedAttributes.read(file)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static WriteOptions options(AttributePolicy attributes) {
    return WriteOptions.defaults().attributes(attributes);
  }

  /** An access control list as Linux stores it: entries of tag, permissions and id. */
  private static byte[] list(int... entries) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + entries.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(VERSION);
    for (int i = 0; i < entries.length; i += 3) {
      bytes.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(entries[i + 2]);
    }
    return bytes.array();
  }
}
