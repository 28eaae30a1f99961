package dev.holdfast.testkit.crash;

import dev.holdfast.testkit.internal.fs.DirectCalls;
import dev.holdfast.testkit.internal.fs.FileCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what is asked, and tells the {@link Recorder} what came of it. */
final class RecordingCalls implements FileCalls {

  private final FileCalls real = new DirectCalls();
  private final Recorder recorder;

  RecordingCalls(Recorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public FileChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return recorder.atomically(
        () -> {
          boolean existed = Files.exists(path, followed(options));
          FileChannel channel = real.open(path, options, attributes);
          Path opened = path.toRealPath();
          if (!existed) {
            recordCreation(opened);
          }
          int inode = recorder.inodes().of(opened);
          if (existed
              && options.contains(StandardOpenOption.TRUNCATE_EXISTING)
              && options.contains(StandardOpenOption.WRITE)) {
            recorder.add(
                new Operation.Truncate(inode, 0), "truncate " + recorder.nameOf(inode) + " to 0");
          }
          return new RecordingChannel(channel, options, recorder, inode, Files.isDirectory(opened));
        });
  }

  private static LinkOption[] followed(Set<? extends OpenOption> options) {
    return options.contains(LinkOption.NOFOLLOW_LINKS)
            || options.contains(StandardOpenOption.CREATE_NEW)
        ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
        : new LinkOption[0];
  }

  private void recordCreation(Path created) throws IOException {
    int inode = recorder.inodes().created(created);
    Recorder.Place place = recorder.place(created);
    recorder.named(inode, created);
    recorder.add(
        new Operation.Create(
            place.directory(), place.name(), inode, ImageReader.attributesOf(created)),
        "create " + recorder.shown(created));
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    recorder.atomically(
        () -> {
          real.createDirectory(directory, attributes);
          Recorder.Place place = recorder.place(directory);
          int inode = recorder.inodes().created(directory);
          recorder.named(inode, directory);
          recorder.add(
              new Operation.MakeDirectory(
                  place.directory(), place.name(), inode, ImageReader.attributesOf(directory)),
              "mkdir " + recorder.shown(directory));
          return inode;
        });
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    recorder.atomically(
        () -> {
          real.createSymbolicLink(link, target, attributes);
          Recorder.Place place = recorder.place(link);
          String shown = ImageReader.shownTarget(recorder.base(), target);
          int inode = recorder.inodes().created(link);
          recorder.named(inode, link);
          recorder.add(
              new Operation.MakeSymbolicLink(place.directory(), place.name(), inode, shown),
              "symlink " + recorder.shown(link) + " -> " + shown);
          return inode;
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    recorder.atomically(
        () -> {
          real.createLink(link, existing);
          Recorder.Place place = recorder.place(link);
          int inode = recorder.inodes().of(link);
          recorder.add(
              new Operation.Link(place.directory(), place.name(), inode),
              "link " + recorder.shown(existing) + " as " + recorder.shown(link));
          return inode;
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    recorder.atomically(
        () -> {
          boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
          Recorder.Place place = recorder.place(path);
          real.delete(path);
          recorder.add(
              new Operation.Remove(place.directory(), place.name()),
              (directory ? "rmdir " : "remove ") + recorder.shown(path));
          return place;
        });
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    recorder.atomically(
        () -> {
          Recorder.Place from = recorder.place(source);
          Recorder.Place to = recorder.place(target);
          real.rename(source, target);
          if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) { // else two names of one file
            int inode = recorder.inodes().of(target);
            String text = "rename " + recorder.shown(source) + " -> " + recorder.shown(target);
            recorder.named(inode, target);
            recorder.add(
                new Operation.Rename(
                    from.directory(), from.name(), to.directory(), to.name(), inode),
                text);
          }
          return to;
        });
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    recorder.atomically(
        () -> {
          Object kept = copied(value);
          real.setAttribute(path, attribute, value, options);
          Path changed = options.length == 0 ? path.toRealPath() : path;
          recorder.add(
              new Operation.SetAttribute(recorder.inodes().of(changed), attribute, kept),
              "set %s of %s to %s"
                  .formatted(attribute, recorder.shown(changed), AttributeText.of(kept)));
          return changed;
        });
  }

  private static @Nullable Object copied(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> FileContent.of(bytes.clone());
      case ByteBuffer buffer -> {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        yield FileContent.of(bytes);
      }
      case Set<?> permissions -> Set.copyOf(permissions);
      case null, default -> value;
    };
  }
}
