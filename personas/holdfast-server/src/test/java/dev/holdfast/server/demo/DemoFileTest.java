package dev.holdfast.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoFileTest {

  @Test
  void wholeFile_isReadWhateverTheQuotes() {
    byte[] plain = DemoFiles.created("Demo 1-01", 3);
    byte[] quoted =
        new String(plain, UTF_8).replace("name: Demo 1-01", "name: \"Demo 1-01\"").getBytes(UTF_8);

    for (byte[] content : new byte[][] {plain, quoted}) {
      assertThat(DemoFile.parse(content))
          .isInstanceOfSatisfying(
              DemoFile.Whole.class,
              whole -> {
                assertThat(whole.name()).isEqualTo("Demo 1-01");
                assertThat(whole.maker()).isEqualTo(3);
                assertThat(whole.minor()).isZero();
              });
    }
  }

  @Test
  void sharedFile_tellsTheLastEditOfEachShare() {
    assertThat(DemoFile.parse(DemoFiles.shared(10, 1, 2, 3, 4)))
        .isInstanceOfSatisfying(
            DemoFile.Whole.class,
            whole -> {
              assertThat(whole.minor()).isEqualTo(10);
              assertThat(Arrays.stream(Share.values()).map(whole::edit))
                  .containsExactly(1, 2, 3, 4);
            });
  }

  @Test
  void everyBeginningOfAFile_isTorn() {
    byte[] whole = DemoFiles.shared(10, 1, 2, 3, 4);

    for (int length = 0; length < whole.length - 1; length++) {
      assertThat(DemoFile.parse(Arrays.copyOf(whole, length)))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(DemoFile.Torn.class);
    }
  }

  @Test
  void mixOfTwoVersions_isTorn() {
    byte[] older = DemoFiles.shared(10, 1, 2, 3, 4);
    byte[] newer = DemoFiles.shared(11, 1, 3, 3, 4);
    byte[] mixed = newer.clone();
    System.arraycopy(older, older.length / 2, mixed, older.length / 2, older.length / 2);

    assertThat(DemoFile.parse(mixed)).isInstanceOf(DemoFile.Torn.class);
  }
}
