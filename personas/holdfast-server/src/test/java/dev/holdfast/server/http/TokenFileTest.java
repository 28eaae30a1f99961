package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.FileLockManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

  @TempDir Path domain;
  private FileLockManager locks;
  private TokenFile file;

  @BeforeEach
  void open() throws IOException {
    locks = FileLockManager.open(domain);
    file = new TokenFile(domain, locks, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    locks.close();
  }

  @Test
  void create_keepsTheHashAlone_forTheOwnerOfTheFile() throws Exception {
    String secret = file.create("laptop", Access.WRITE, Optional.empty()).orElseThrow();
    assertThat(secret).matches("holdfast_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(file.path()))
        .contains(TokenFile.hash(secret))
        .doesNotContain(secret.substring(9));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void create_ofANameThatIsTaken_changesNothing() throws Exception {
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    String secret = file.create("a", Access.READ, Optional.of(end)).orElseThrow();
    assertThat(file.create("a", Access.ADMIN, Optional.empty())).isEmpty();
    assertThat(file.list())
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.hash()).isEqualTo(TokenFile.hash(secret));
              assertThat(token.access()).isEqualTo(Access.READ);
              assertThat(token.expires()).contains(end);
            });
  }

  @Test
  void tokens_thatAreMadeAtOnce_areAllThere() throws Exception {
    List<Callable<Optional<String>>> work = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "t" + i;
      work.add(() -> file.create(name, Access.READ, Optional.empty()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<String>> made : threads.invokeAll(work)) {
        assertThat(made.get()).isPresent();
      }
    }
    assertThat(file.list()).hasSize(20);
  }

  @Test
  void revoke_ofNobody_createsNoFile() throws Exception {
    assertThat(file.revoke("nobody")).isFalse();
    assertThat(file.path()).doesNotExist();
    assertThat(file.list()).isEmpty();
  }

  /** The sample of docs/formats/tokens.md, and a member of a later version. */
  @Test
  void file_ofTheFormat_isRead() throws Exception {
    Files.writeString(
        file.path(),
        """
        {"format":1,"tokens":[
        {"name":"laptop","scope":"write","sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
         "created":"2026-03-04T05:06:07Z","expires":"2026-06-02T05:06:07Z","later":[1]}]}
        """);
    assertThat(file.list())
        .containsExactly(
            new Token(
                "laptop",
                Access.WRITE,
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                Instant.parse("2026-03-04T05:06:07Z"),
                Optional.of(Instant.parse("2026-06-02T05:06:07Z"))));
  }

  @Test
  void file_thatIsNotOurs_isLeftAlone() throws Exception {
    for (String content :
        List.of("garbage", "{\"format\":2}", "{\"format\":1,\"tokens\":[{\"name\":\"x\"}]}")) {
      Files.writeString(file.path(), content);
      assertThatThrownBy(() -> file.list())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("tokens.json");
      assertThatThrownBy(() -> file.create("a", Access.READ, Optional.empty()))
          .hasMessageContaining("tokens.json");
      assertThat(file.path()).hasContent(content);
    }
  }

  @Test
  void names_areBounded() {
    assertThat(List.of("a", "laptop-2", "me@home", "A.b_c")).allMatch(TokenFile::isName);
    assertThat(List.of("", " a", "a b", "-a", "a\n", "ä", "x".repeat(65)))
        .noneMatch(TokenFile::isName);
  }
}
