package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of files, personas and servers, in their short form, still print a table and leave
 * nothing behind.
 */
@EnabledIfSystemProperty(
    named = "holdfast.full",
    matches = "true",
    disabledReason = "only the full build runs it: -Pfull")
@Execution(ExecutionMode.CONCURRENT)
class FileRowsTest {

  @TempDir Path directory;

  static Stream<Row> rows() {
    return Stream.of(
        new WriteRow(),
        new WritersRow(),
        new ReadRow(),
        new TransactionRow(),
        new SnapshotRow(),
        new RecoveryRow(),
        new PersonasRow(),
        new ServerRow());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_inItsShortForm_printsALineForEachWay(Row row) throws Exception {
    Section section = row.measure(new Options(List.of(), true, 0, directory));

    // The title, a blank line, the head and its rule come first.
    assertThat(section.print().lines().skip(4).takeWhile(line -> line.startsWith("| ")))
        .isNotEmpty();
    assertThat(directory).isEmptyDirectory();
  }
}
