package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugsTest {

  @ParameterizedTest
  @CsvSource({
    "Creative Writer, creative-writer",
    "ELI5 Explainer, eli5-explainer",
    "Bob's Helper!!, bob-s-helper",
    "'  --a--  ', a",
    "Café Ünïcode, cafe-unicode",
    "Straße, strasse",
    "ﬁne № 5, fine-no-5",
    "Writer 🚀, writer",
    "2026, 2026",
  })
  void of_nameThatAsciiCanSay_isPlain(String name, String slug) {
    assertThat(Slugs.of(name).first()).isEqualTo(slug);
    assertThat(Slugs.of(name).second()).matches(slug + "-[0-9a-f]{8}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"日本語", "Русский", "العربية", "👨‍👩‍👧‍👦", "!?", "ह"})
  void of_nameWithoutAscii_isAHash(String name) {
    Slugs slugs = Slugs.of(name);
    assertThat(slugs.first()).matches("persona-[0-9a-f]{8}").isEqualTo(slugs.second());
  }

  @ParameterizedTest
  @CsvSource({
    "日本 tutor, tutor",
    "Łukasz, ukasz",
    "a ж b, a-b",
    "CON, con",
    "lpt1, lpt1",
    "Aux, aux"
  })
  void of_nameThatLosesLettersOrIsReserved_carriesAHash(String name, String base) {
    Slugs slugs = Slugs.of(name);
    assertThat(slugs.first()).matches(base + "-[0-9a-f]{8}").isEqualTo(slugs.second());
  }

  @Test
  void of_namesThatLoseDifferentLetters_differ() {
    assertThat(Slugs.of("日本").first()).isNotEqualTo(Slugs.of("中国").first());
    assertThat(Slugs.of("a ж").first()).isNotEqualTo(Slugs.of("a щ").first());
  }

  @Test
  void of_anyName_isPortable() {
    Random random = Seeds.random("SlugsTest.of_anyName_isPortable");
    for (int i = 0; i < 5_000; i++) {
      String name = RandomText.oneLine(random, 100);
      for (String slug : Slugs.of(name).all()) {
        assertThat(slug).as(name).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(60);
        assertThat(Slugs.isReserved(slug)).isFalse();
      }
    }
  }

  @Test
  void of_namesThatAreTheSameName_areTheSame() {
    Random random = Seeds.random("SlugsTest.of_namesThatAreTheSameName_areTheSame");
    for (int i = 0; i < 5_000; i++) {
      String name = RandomText.oneLine(random, 100);
      for (String other : new String[] {upper(name), lower(name)}) {
        if (Names.key(name).equals(Names.key(other))) {
          assertThat(Slugs.of(other)).as(name).isEqualTo(Slugs.of(name));
        }
      }
    }
  }

  private static String upper(String text) {
    return text.toUpperCase(java.util.Locale.ROOT);
  }

  private static String lower(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }
}
