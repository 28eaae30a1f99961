package dev.holdfast.verify.persona;

import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that changes the files of personas by hand, in every way there is, and says when a
 * change is done. What it writes are versions that the history of the folder knows, so that nobody
 * has to wait whether more is to come.
 */
final class HandWorker {

  static final int SLUGS = 8;

  /** The second and the third have the same length, and begin with the first. */
  static final int VERSIONS = 3;

  private final Path folder;
  private final Path outside;
  private final Random random;
  private final List<FileChannel> open = new ArrayList<>();

  private HandWorker(Path folder, Path outside, Random random) {
    this.folder = folder;
    this.outside = outside;
    this.random = random;
  }

  static Path version(Path outside, int slug, int version) {
    return outside.resolve("version-%d-%d".formatted(slug, version));
  }

  public static void main(String[] arguments) {
    HandWorker worker =
        new HandWorker(
            Path.of(arguments[0]), Path.of(arguments[1]), new Random(Long.parseLong(arguments[2])));
    Parent.say("ready");
    Parent.obey(words -> Parent.say("done " + worker.change(words)));
  }

  private String change(List<String> words) throws IOException {
    for (FileChannel one : open) {
      one.close();
    }
    open.clear();
    int slug = random.nextInt(SLUGS);
    Path file = folder.resolve("p%d.md".formatted(slug));
    Path moved = folder.resolve("p%d-moved.md".formatted(slug));
    String did;
    if (words.getFirst().equals("link-elsewhere-and-write")) {
      did = "link-elsewhere-and-write";
      Path other = outside.resolve("late");
      Files.createLink(other, folder.resolve("p0.md"));
      write(other, 0, 1, false);
    } else if (Files.exists(moved)) {
      did = "move-back";
      Files.move(moved, file, StandardCopyOption.ATOMIC_MOVE);
    } else if (Files.exists(file)) {
      did = changeOne(slug, file, moved);
    } else {
      did = make(slug, file);
    }
    return did + " " + file.getFileName();
  }

  private byte[] content(int slug, int version) throws IOException {
    return Files.readAllBytes(version(outside, slug, version));
  }

  private byte[] any(int slug) throws IOException {
    return content(slug, random.nextInt(VERSIONS));
  }

  private String make(int slug, Path file) throws IOException {
    return switch (random.nextInt(3)) {
      case 0 -> {
        Path _ = Files.write(file, any(slug), StandardOpenOption.CREATE_NEW);
        yield "create";
      }
      case 1 -> {
        Path _ = Files.move(Files.write(outside.resolve("in"), any(slug)), file);
        yield "move-in";
      }
      default -> {
        Files.deleteIfExists(linkOf(slug));
        Path _ = Files.createLink(file, Files.write(linkOf(slug), any(slug)));
        yield "link-in";
      }
    };
  }

  private Path linkOf(int slug) {
    return outside.resolve("link-" + slug);
  }

  private String changeOne(int slug, Path file, Path moved) throws IOException {
    return switch (random.nextInt(12)) {
      case 0 -> {
        write(file, slug, random.nextInt(VERSIONS), true);
        yield "write";
      }
      case 1 -> {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        open.add(channel);
        FileChannel _ = channel.truncate(content(slug, 0).length);
        yield "truncate";
      }
      case 2 -> {
        Path _ =
            Files.move(
                Files.write(outside.resolve("new"), any(slug)),
                file,
                StandardCopyOption.ATOMIC_MOVE);
        yield "replace";
      }
      case 3 -> {
        Path _ =
            Files.move(
                Files.write(folder.resolve(".new"), any(slug)),
                file,
                StandardCopyOption.ATOMIC_MOVE);
        yield "replace-from-inside";
      }
      case 4 -> {
        Path _ =
            Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        yield "touch";
      }
      case 5 -> {
        Files.delete(file);
        yield "delete";
      }
      case 6 -> {
        Path _ = Files.move(file, outside.resolve("out"), StandardCopyOption.REPLACE_EXISTING);
        yield "move-out";
      }
      case 7 -> {
        Path _ = Files.move(file, moved);
        yield "rename";
      }
      case 8, 9 -> {
        Path link = linkOf(slug);
        if (Files.exists(link) && Files.isSameFile(link, file)) {
          write(link, slug, random.nextInt(VERSIONS), random.nextBoolean());
          yield "write-through-link";
        }
        write(file, slug, random.nextInt(VERSIONS), false);
        yield "write-and-close";
      }
      case 10 -> writeThroughLinkInside(slug, file);
      default -> map(slug, file);
    };
  }

  /** In place. To close it is told by an event of its own: so it may stay open until later. */
  private void write(Path file, int slug, int version, boolean staysOpen) throws IOException {
    byte[] content = content(slug, version);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    open.add(channel);
    int _ = channel.write(ByteBuffer.wrap(content));
    FileChannel _ = channel.truncate(content.length);
    if (!staysOpen) {
      channel.close();
    }
  }

  private String writeThroughLinkInside(int slug, Path file) throws IOException {
    Path link = folder.resolve("p%d.bak".formatted(slug));
    boolean removed = random.nextBoolean();
    Files.deleteIfExists(link);
    Path _ = Files.createLink(link, file);
    write(link, slug, random.nextInt(VERSIONS), !removed);
    if (removed) {
      Files.delete(link);
    }
    return "write-through-link-inside";
  }

  private String map(int slug, Path file) throws IOException {
    byte[] content = content(slug, 1 + random.nextInt(VERSIONS - 1));
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, content.length, arena);
      MemorySegment.copy(content, 0, mapped, ValueLayout.JAVA_BYTE, 0, content.length);
    }
    return "map";
  }
}
