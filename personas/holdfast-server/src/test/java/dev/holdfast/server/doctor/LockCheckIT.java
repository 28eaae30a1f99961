package dev.holdfast.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.doctor.Finding.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCheckIT {

  @TempDir Path scratch;

  @Test
  void locks_thatWork_areFoundToDoSo() throws Exception {
    assertThat(new LockCheck().run(scratch).result()).isEqualTo(Result.OK);
  }

  /** As on a network file system that locks for each machine by itself. */
  @Test
  void locks_thatDoNotExclude_areSeen() throws Exception {
    Path other = Files.createDirectory(scratch.resolve("other"));

    Finding finding = new LockCheck(unseen -> other, LockHolder::kill).run(scratch);

    assertThat(finding.result()).isEqualTo(Result.FAIL);
    assertThat(finding.meaning()).contains("two processes had the same lock");
  }

  @Test
  void locks_thatOutliveTheirProcess_areSeen() throws Exception {
    Finding finding = new LockCheck(UnaryOperator.identity(), unkilled -> {}).run(scratch);

    assertThat(finding.result()).isEqualTo(Result.FAIL);
    assertThat(finding.meaning()).contains("outlives its process");
  }
}
