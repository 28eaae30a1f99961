package dev.holdfast.server.doctor;

import dev.holdfast.server.process.ExtendedAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/** Can files have extended attributes and access control lists? */
final class AttributeCheck implements Check {

  @Override
  public String name() {
    return "attributes";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));
    return of(hasAttributes(file), ExtendedAttributes.canHaveAcl(file));
  }

  static Finding of(boolean attributes, boolean acl) {
    if (attributes && acl) {
      return Finding.ok("extended attributes and access control lists");
    }
    String missing =
        attributes
            ? "no access control lists"
            : acl ? "no extended attributes" : "no extended attributes, no access control lists";
    return Finding.warn(
        missing + ": mode, owner and group are all that says who may do what",
        "nothing, unless you need them");
  }

  private static boolean hasAttributes(Path file) {
    @Nullable UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    if (view == null) {
      return false;
    }
    try {
      return view.write("holdfast", ByteBuffer.wrap(new byte[] {1})) == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
