package dev.holdfast.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where contents may come from. */
final class ContentTest extends FilesFixture {

  @Test
  void text_isUtf8() throws Exception {
    files.write(file, Content.text("zoë 日本語"));

    assertThat(Files.readAllBytes(file)).isEqualTo(bytes("zoë 日本語"));
  }

  @Test
  void streamOfAnyLength_isWrittenWhole_andStaysOpen() throws Exception {
    byte[] large = new byte[1_000_003];
    new Random(1).nextBytes(large);
    ClosableInput in = new ClosableInput(large);

    files.write(file, Content.from(in));

    assertThat(Files.readAllBytes(file)).isEqualTo(large);
    assertThat(in.closed).isFalse();
  }

  private static final class ClosableInput extends ByteArrayInputStream {
    private boolean closed;

    ClosableInput(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void callback_mayWriteAsItLikes_andCloseTheStreamOrNot() throws Exception {
    files.write(
        file,
        out -> {
          out.write('a');
          try (Writer writer = new OutputStreamWriter(out, UTF_8)) {
            writer.write("bc");
          }
        });
    assertThat(file).hasContent("abc");

    files.createNew(directory.resolve("new"), out -> out.write(bytes("not flushed")), options());
    assertThat(directory.resolve("new")).hasContent("not flushed");
  }

  @Test
  void callbackThatThrows_changesNothing() throws Exception {
    files.write(file, bytes("old"));

    assertThatThrownBy(
            () ->
                files.write(
                    file,
                    out -> {
                      out.write(new byte[200_000]);
                      throw new IOException("the source is gone");
                    }))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> {
              assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED);
              assertThat(e.step()).isEqualTo("write content");
              assertThat(e).hasMessageContaining("the source is gone");
            });
    assertThatThrownBy(
            () ->
                files.write(
                    file,
                    out -> {
                      throw new IllegalStateException("a defect");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(file).hasContent("old");
  }

  @Test
  void interruptInTheMiddle_abortsTheWrite_andNothingElse() throws Exception {
    files.write(file, bytes("old"));

    assertThatThrownBy(
            () ->
                files.write(
                    file,
                    out -> {
                      out.write(new byte[200_000]);
                      Thread.currentThread().interrupt();
                      out.write(new byte[200_000]);
                    }))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));

    assertThat(Thread.interrupted()).as("the interrupt is still pending").isTrue();
    assertThat(file).hasContent("old");
    files.write(file, bytes("new"));
    assertThat(file).hasContent("new");
  }

  private static WriteOptions options() {
    return WriteOptions.defaults();
  }
}
