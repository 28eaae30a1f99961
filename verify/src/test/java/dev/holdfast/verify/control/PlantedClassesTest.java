package dev.holdfast.verify.control;

import static dev.holdfast.verify.control.Edit.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.CodeBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault is planted exactly as it is described, or the build fails. */
class PlantedClassesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void write_ofEachFault_findsItsPlaces(Fault fault) throws Exception {
    PlantedClasses.write(fault.edits(), directory);
    assertThat(directory.resolve("dev/holdfast")).isNotEmptyDirectory();
  }

  @Test
  void write_withoutACallWhoseResultIsUsed_isWhole() throws Exception {
    PlantedClasses.write(
        List.of(in("lock.ResourceQueue", "attempt").without("admits", 1)), directory);
    PlantedClasses.write(
        List.of(in("lock.ResourceQueue", "attempt").without("tryTake", 1)), directory);
    PlantedClasses.write(
        List.of(in("internal.domain.Tokens", "next").without("getAndAdd", 1)), directory);
  }

  @Test
  void write_ofAPlaceThatIsNotThere_isRefusedWithThePlace() {
    assertRefused(
        in("lock.Nobody", "await").only(CodeBuilder::return_), "dev/holdfast/lock/Nobody");
    assertRefused(
        in("lock.ResourceQueue", "nobody").only(CodeBuilder::return_),
        "dev.holdfast.lock.ResourceQueue.nobody: there are 0 methods");
    assertRefused(
        in("lock.ResourceQueue", "isHeldBy").only(CodeBuilder::return_), "there are 2 methods");
    assertRefused(
        in("lock.ResourceQueue", "passOn").without("nobody", 1),
        "1 uses of 'nobody' in dev.holdfast.lock.ResourceQueue.passOn: found 0");
    assertRefused(in("lock.ResourceQueue", "passOn").without("wakeFirst", 1), "found 2");
  }

  @Test
  void write_ofCodeThatNoJvmAccepts_isRefused() {
    assertRefused(
        in("lock.ResourceQueue", "isInUse").only(code -> code.aload(0).ireturn()),
        "the body in dev.holdfast.lock.ResourceQueue.isInUse: [java.lang.VerifyError");
  }

  private void assertRefused(Edit edit, String message) {
    assertThatThrownBy(() -> PlantedClasses.write(List.of(edit), directory))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a fault cannot be planted")
        .hasMessageContaining(message);
  }
}
