package dev.holdfast.server.console;

import dev.holdfast.server.catalog.ToolResult;
import dev.holdfast.server.doctor.Doctor;
import dev.holdfast.server.doctor.Doctor.Diagnosis;
import dev.holdfast.server.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether the server can work, and what the doctor found when he was asked last. */
final class Health {

  private final Optional<Path> folder;
  private final ReentrantLock examining = new ReentrantLock();
  private volatile @Nullable Map<String, Object> latest;

  /**
   * @param folder what the doctor examines; empty if the personas are in no folder
   */
  Health(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The status of the server, whether it could read the personas, and the latest examination. */
  Map<String, Object> now(ApiCall call) {
    Map<String, Object> shape = new LinkedHashMap<>();
    try {
      shape.put("status", call.tool("get_server_status"));
      shape.put("ready", true);
    } catch (ApiException e) {
      shape.put("ready", false);
      shape.put("reason", e.body());
    }
    shape.put("java", Runtime.version().toString());
    shape.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    shape.put("machine", System.getProperty("os.arch"));
    shape.put("examinable", folder.isPresent());
    Map<String, Object> examined = latest;
    if (examined != null) {
      shape.put("examination", examined);
    }
    return shape;
  }

  /**
   * Lets the doctor examine the folder, which takes a second or two; one at a time.
   *
   * @throws ApiException if there is no folder, somebody else has him examine it, or he could not
   */
  Map<String, Object> examine(ApiCall call) throws InterruptedException {
    ToolResult.Failure readOnly = call.catalog().withheld().get("create_backup");
    if (readOnly != null) { // to examine is to write something beside the personas, too
      throw ApiException.of(readOnly);
    }
    Path directory =
        folder.orElseThrow(
            () ->
                ApiException.badRequest(
                    "The personas are in no folder, so there is nothing to examine.",
                    "Ask the operators of the database."));
    if (!examining.tryLock()) {
      throw ApiException.of(
          "BUSY", "The folder is being examined already.", "Wait for what that finds.");
    }
    try {
      Map<String, Object> found = shape(directory, new Doctor().examine(directory));
      latest = found;
      return found;
    } catch (IOException e) {
      throw ApiException.of(
          "IO_FAILURE",
          "Nothing can be made in " + directory + ": " + e.getMessage() + ".",
          "See to it that the server may write there.");
    } finally {
      examining.unlock();
    }
  }

  private static Map<String, Object> shape(Path directory, List<Diagnosis> all) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("directory", directory.toString());
    shape.put("fit", all.stream().noneMatch(one -> one.finding().result() == Result.FAIL));
    shape.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    shape.put("checks", all.stream().map(Health::shape).toList());
    return shape;
  }

  private static Map<String, Object> shape(Diagnosis one) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("check", one.check());
    shape.put("result", one.finding().result().name().toLowerCase(Locale.ROOT));
    shape.put("meaning", one.finding().meaning());
    shape.put("advice", one.finding().advice());
    return shape;
  }
}
