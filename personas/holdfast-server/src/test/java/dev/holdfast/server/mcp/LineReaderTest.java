package dev.holdfast.server.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void next_ofLines_returnsThemInOrderWithoutLf() throws IOException {
    assertThat(lines("a\n\nb\r\nc\n", 10)).containsExactly("a", "", "b\r", "c");
  }

  @Test
  void next_ofLastLineWithoutLf_returnsIt() throws IOException {
    assertThat(lines("a\nlast", 10)).containsExactly("a", "last");
  }

  @Test
  void next_ofLineAtTheLimit_isWholeAndOneByteMoreIsTooLong() throws IOException {
    assertThat(lines("12345\nx\n", 5)).containsExactly("12345", "x");
    assertThat(lines("12345", 5)).containsExactly("12345");
    assertThat(lines("123456\nx\n", 5)).containsExactly("12345+6", "x");
  }

  @Test
  void next_afterTooLongLineThatNobodyRead_skipsItsRest() throws IOException {
    LineReader reader = new LineReader(in("1234567890\nnext\n"), 3);
    assertThat(reader.next()).isNotNull().matches(LineReader.Line::tooLong);
    assertThat(reader.next())
        .isNotNull()
        .extracting(l -> new String(l.bytes(), UTF_8))
        .isEqualTo("nex");
  }

  @Test
  void next_ofRandomStreams_agreesWithSplitting() throws IOException {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String text = randomText(random);
      int limit = 1 + random.nextInt(12);
      List<String> expected = new ArrayList<>();
      for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
        expected.add(
            line.length() <= limit ? line : line.substring(0, limit) + "+" + line.substring(limit));
      }
      if (text.endsWith("\n")) {
        expected.removeLast(); // split makes one more of the end
      }
      assertThat(lines(text, limit))
          .as("seed %d, limit %d: %s", seed, limit, text)
          .isEqualTo(expected);
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      text.append("abcdef\n".charAt(random.nextInt(7)));
    }
    return text.toString();
  }

  /** All lines; of a too long one the part over the limit behind a plus sign. */
  private static List<String> lines(String text, int limit) throws IOException {
    LineReader reader = new LineReader(drippingIn(text), limit);
    List<String> lines = new ArrayList<>();
    for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
      String start = new String(line.bytes(), UTF_8);
      lines.add(
          line.tooLong() ? start + "+" + new String(reader.rest().readAllBytes(), UTF_8) : start);
    }
    return lines;
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** Gives one to three bytes at a time, as a pipe may. */
  private static InputStream drippingIn(String text) {
    InputStream all = in(text);
    return new InputStream() {
      private int turn;

      @Override
      public int read() throws IOException {
        return all.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return all.read(target, offset, Math.min(length, 1 + turn++ % 3));
      }
    };
  }

  @Test
  void rest_readByteByByte_endsAtTheLine() throws IOException {
    LineReader reader = new LineReader(in("123456\nx\n"), 3);
    assertThat(reader.next()).isNotNull();
    InputStream rest = reader.rest();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = rest.read(); b >= 0; b = rest.read()) {
      bytes.write(b);
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("456");
    assertThat(rest.read()).isEqualTo(-1);
  }
}
