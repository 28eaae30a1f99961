package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNameTest {

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "/usr/bin/vim secret.md, vim",
    "/opt/java/bin/java -cp a:b dev.holdfast.server.Main mcp --dir /x, holdfast mcp",
    "java dev.holdfast.server.Main, holdfast",
    "java dev.holdfast.server.Main --token=hush, holdfast",
    "sh -c 'echo hush', sh",
  })
  void program_isNamedWithoutItsArguments(String commandLine, String name) {
    assertThat(ProgramName.of(List.of(commandLine.split(" ", -1)))).isEqualTo(name);
  }
}
