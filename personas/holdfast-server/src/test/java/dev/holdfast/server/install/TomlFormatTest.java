package dev.holdfast.server.install;

import static dev.holdfast.server.install.EntryFields.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlFormatTest {

  private static final List<String> PATH = List.of("mcp_servers", "holdfast");

  private static final EntryFields ENTRY =
      new EntryFields(
          fields("command", "/opt/hold\"fast", "args", List.of("mcp", "--dir", "C:\\p")),
          Set.of(List.of("command"), List.of("args"), List.of("url")));

  private static final String TABLE =
      """
      [mcp_servers.holdfast]
      command = "/opt/hold\\"fast"
      args = ["mcp", "--dir", "C:\\\\p"]
      """;

  private final TomlFormat format = new TomlFormat();

  @Test
  void put_intoAnEmptyFile_writesTheTable() {
    assertThat(format.put("", PATH, ENTRY)).isEqualTo(TABLE);
    assertThat(format.snippet(PATH, ENTRY.values())).isEqualTo(TABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model = \"x\" # mine\n",
        "[a]\nb = '''\n[mcp_servers.holdfast]\n'''\n",
        "[mcp_servers.other]\ncommand = \"c\"\n\n# tail\n",
        "a = 1\r\n[b]\r\nc = [\r\n  1, # one\r\n]\r\n",
        "when = 1979-05-27T07:32:00Z\nnumber = 0x1F\n",
        "[[list]]\na = 1\n[[list]]\na = 2\n",
      })
  void remove_ofWhatWasPut_givesBackEveryCharacter(String text) {
    String with = format.put(text, PATH, ENTRY);

    assertThat(with).startsWith(text).isNotEqualTo(text);
    assertThat(format.has(with, PATH)).isTrue();
    assertThat(format.put(with, PATH, ENTRY)).isSameAs(with);
    assertThat(format.remove(with, PATH)).isEqualTo(text);
    if (text.contains("\r\n")) {
      assertThat(with.replace("\r\n", "")).doesNotContain("\n");
    }
  }

  @Test
  void put_behindALineWithoutEnd_endsIt() {
    assertThat(format.put("a = 1", PATH, ENTRY)).isEqualTo("a = 1\n\n" + TABLE);
  }

  @Test
  void put_overAnOlderTable_keepsWhatTheUserAdded() {
    String text =
        """
        # first
        [mcp_servers."holdfast"] # ours
        # slow machine
        startup_timeout_sec = 30
        url = "http://127.0.0.1:7878/mcp"
        args = [
          "mcp", # a comment
        ]

        [mcp_servers.holdfast.env]
        A = "b"

        [mcp_servers.other]
        command = "x"
        """;

    String with = format.put(text, PATH, ENTRY);

    assertThat(with)
        .isEqualTo(
            """
            # first
            [mcp_servers."holdfast"] # ours
            # slow machine
            startup_timeout_sec = 30
            args = ["mcp", "--dir", "C:\\\\p"]
            command = "/opt/hold\\"fast"

            [mcp_servers.holdfast.env]
            A = "b"

            [mcp_servers.other]
            command = "x"
            """);
    assertThat(format.remove(with, PATH))
        .isEqualTo("# first\n\n[mcp_servers.other]\ncommand = \"x\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp_servers = { holdfast = { command = \"x\" } }\n",
        "[mcp_servers]\nholdfast = { command = \"x\" }\n",
        "[mcp_servers]\nholdfast.command = \"x\"\n",
        "mcp_servers.holdfast.command = \"x\"\n",
        "mcp_servers = 1\n",
        "[[mcp_servers]]\na = 1\n",
      })
  void put_overAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> format.put(text, PATH, ENTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be edited safely");
  }

  @Test
  void remove_ofAnotherForm_isRefused() {
    assertThatThrownBy(() -> format.remove("[mcp_servers]\nholdfast = { }\n", PATH))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void put_intoInvalidText_namesLineAndColumn() {
    assertThatThrownBy(() -> format.put("a = 1\nb = [1\nc = 2\n", PATH, ENTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not valid TOML at line 3, column ");
  }
}
