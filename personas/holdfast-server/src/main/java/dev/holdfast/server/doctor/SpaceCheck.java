package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Is there room? A full disk loses nothing, but no write succeeds any more. */
final class SpaceCheck implements Check {

  /** A lock directory and some files. */
  private static final long LEAST_MEBIBYTES = 8;

  private static final long COMFORTABLE_MEBIBYTES = 64;

  @Override
  public String name() {
    return "free space";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    return of(Files.getFileStore(scratch).getUsableSpace() >> 20);
  }

  static Finding of(long mebibytes) {
    String free = "%,d MiB free".formatted(mebibytes);
    if (mebibytes < LEAST_MEBIBYTES) {
      return Finding.fail(
          free + ": not enough for a lock directory and a new version of a file beside the old",
          "make room");
    }
    return mebibytes < COMFORTABLE_MEBIBYTES
        ? Finding.warn(free + ": little; writes fail whole when it is used up", "make room")
        : Finding.ok(free);
  }
}
