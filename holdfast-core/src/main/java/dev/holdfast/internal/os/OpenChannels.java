package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channels that this JVM has on files it locks, over all class loaders.
 *
 * <p>On POSIX systems the first channel on a file that is closed drops the locks that all the
 * others took. So a channel that one copy of this class gives up stays open until no copy uses the
 * file any more.
 *
 * <p>The register is one for the JVM because it is kept among the system properties; it has only
 * types that all copies see as the same.
 */
final class OpenChannels {
  private OpenChannels() {}

  private static final String PROPERTY = "dev.holdfast.channels";

  /** By file: each open channel, and whether it is still used. Guarded by itself. */
  @SuppressWarnings("unchecked")
  private static final Map<String, Map<FileChannel, Boolean>> CHANNELS =
      (Map<String, Map<FileChannel, Boolean>>)
          System.getProperties().computeIfAbsent(PROPERTY, unset -> new ConcurrentHashMap<>());

  /**
   * Registers a channel that was just opened on {@code file}.
   *
   * @return what {@link #giveUp} wants
   */
  static String use(Path file, FileChannel channel) throws IOException {
    String identity =
        file.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? Files.readAttributes(file, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS).toString()
            : file.toRealPath().toString();
    synchronized (CHANNELS) {
      CHANNELS.computeIfAbsent(identity, unseen -> new ConcurrentHashMap<>()).put(channel, true);
    }
    return identity;
  }

  /** Closes the channel now, or when the last one on its file is given up. */
  static void giveUp(String identity, FileChannel channel) throws IOException {
    synchronized (CHANNELS) {
      Map<FileChannel, Boolean> ofFile = CHANNELS.getOrDefault(identity, Map.of());
      if (ofFile.replace(channel, false) == null || ofFile.containsValue(true)) {
        return;
      }
      CHANNELS.remove(identity);
      for (FileChannel each : List.copyOf(ofFile.keySet())) {
        each.close();
      }
    }
  }
}
