package dev.holdfast.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadsTest {

  private final Reads reads = new Reads();

  @Test
  void readsThatGoForward_areNoFault() {
    reads.see("a.md", DemoFiles.shared(1, 1, 0, 0, 0));
    reads.see("a.md", DemoFiles.shared(1, 1, 0, 0, 0));
    reads.see("a.md", DemoFiles.shared(3, 1, 1, 1, 0));
    reads.see("b.md", DemoFiles.created("Demo 1-01", 1));

    assertThat(reads.summary().reads()).isEqualTo(4);
    assertThat(reads.summary().faults()).isZero();
  }

  @Test
  void tornRead_isAFault() {
    byte[] whole = DemoFiles.shared(1, 1, 0, 0, 0);
    reads.see("a.md", Arrays.copyOf(whole, whole.length / 2));
    reads.see("a.md", new byte[0]);

    assertThat(reads.summary().torn()).isEqualTo(2);
    assertThat(reads.summary().examples()).anyMatch(text -> text.contains("a.md was torn"));
  }

  @Test
  void versionThatGoesBack_isAFault() {
    reads.see("a.md", DemoFiles.shared(5, 2, 1, 1, 1));
    reads.see("a.md", DemoFiles.shared(4, 2, 1, 1, 1));

    assertThat(reads.summary().backwards()).isEqualTo(1);
  }

  @Test
  void editThatIsTakenBackUnderANewerVersion_isAFault() {
    reads.see("a.md", DemoFiles.shared(5, 2, 1, 1, 1));
    reads.see("a.md", DemoFiles.shared(6, 1, 2, 1, 1));

    assertThat(reads.summary().backwards()).isEqualTo(1);
  }

  @Test
  void missingPersona_isAFault() {
    reads.missed("Demo 1-01");

    assertThat(reads.summary().missing()).isEqualTo(1);
    assertThat(reads.summary().examples()).anyMatch(text -> text.contains("Demo 1-01"));
  }

  @Test
  void manyFaults_giveFewExamples() {
    for (int i = 0; i < 1000; i++) {
      reads.see("a.md", "junk".getBytes(UTF_8));
    }

    assertThat(reads.summary().torn()).isEqualTo(1000);
    assertThat(reads.summary().examples()).hasSizeLessThan(10);
  }
}
