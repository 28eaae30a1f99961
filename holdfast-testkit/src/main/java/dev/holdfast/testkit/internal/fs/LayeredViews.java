package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attribute views whose changes go through {@link FileCalls#setAttribute}. */
final class LayeredViews {
  private LayeredViews() {}

  /** The view of a type, or null if there is none below or its changes could not be watched. */
  static <V extends FileAttributeView> @Nullable V of(
      FileCalls calls, Path path, Class<V> type, LinkOption... options) {
    V below = Files.getFileAttributeView(path, type, options);
    if (below == null) {
      return null;
    }
    Setter setter = (name, value) -> calls.setAttribute(path, name, value, options);
    FileAttributeView view =
        switch (below) {
          case PosixFileAttributeView posix -> new Posix(posix, setter);
          case BasicFileAttributeView basic when type == BasicFileAttributeView.class ->
              new Basic(basic, setter);
          case UserDefinedFileAttributeView user -> new UserDefined(user, setter);
          case FileOwnerAttributeView owner when type == FileOwnerAttributeView.class ->
              new Owner(owner, setter);
          default -> null;
        };
    return view == null ? null : type.cast(view);
  }

  private interface Setter {
    void set(String name, @Nullable Object value) throws IOException;

    default void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      if (modified != null) {
        set("basic:lastModifiedTime", modified);
      }
      if (accessed != null) {
        set("basic:lastAccessTime", accessed);
      }
      if (created != null) {
        set("basic:creationTime", created);
      }
    }
  }

  private record Basic(BasicFileAttributeView below, Setter setter)
      implements BasicFileAttributeView {
    @Override
    public String name() {
      return below.name();
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return below.readAttributes();
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      setter.setTimes(modified, accessed, created);
    }
  }

  private record Owner(FileOwnerAttributeView below, Setter setter)
      implements FileOwnerAttributeView {
    @Override
    public String name() {
      return below.name();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return below.getOwner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      setter.set("posix:owner", owner);
    }
  }

  private record Posix(PosixFileAttributeView below, Setter setter)
      implements PosixFileAttributeView {
    @Override
    public String name() {
      return below.name();
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
      return below.readAttributes();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return below.getOwner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      setter.set("posix:owner", owner);
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      setter.set("posix:group", group);
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
      setter.set("posix:permissions", Set.copyOf(permissions));
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
        throws IOException {
      setter.setTimes(modified, accessed, created);
    }
  }

  private record UserDefined(UserDefinedFileAttributeView below, Setter setter)
      implements UserDefinedFileAttributeView {
    @Override
    public String name() {
      return below.name();
    }

    @Override
    public List<String> list() throws IOException {
      return below.list();
    }

    @Override
    public int size(String name) throws IOException {
      return below.size(name);
    }

    @Override
    public int read(String name, ByteBuffer into) throws IOException {
      return below.read(name, into);
    }

    @Override
    public int write(String name, ByteBuffer from) throws IOException {
      byte[] value = new byte[from.remaining()];
      from.get(value);
      setter.set("user:" + name, value);
      return value.length;
    }

    @Override
    public void delete(String name) throws IOException {
      setter.set("user:" + name, null);
    }
  }
}
