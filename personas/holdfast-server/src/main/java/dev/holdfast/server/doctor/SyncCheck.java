package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Can files and directories be made durable? */
final class SyncCheck implements Check {

  @Override
  public String name() {
    return "sync";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    Path file = Files.writeString(scratch.resolve("file"), "content");
    String refused = refusal(file, StandardOpenOption.WRITE);
    if (!refused.isEmpty()) {
      return Finding.fail(
          "files cannot be synced: %s; no write survives a power cut for sure".formatted(refused),
          ELSEWHERE);
    }
    refused = refusal(scratch, StandardOpenOption.READ);
    return refused.isEmpty()
        ? Finding.ok("files and directories can be synced")
        : Finding.fail(
            "directories cannot be synced: %s; new names may be gone after a power cut"
                .formatted(refused),
            ELSEWHERE);
  }

  private static String refusal(Path path, StandardOpenOption mode) {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
      return "";
    } catch (IOException e) {
      return Check.reason(e);
    }
  }
}
