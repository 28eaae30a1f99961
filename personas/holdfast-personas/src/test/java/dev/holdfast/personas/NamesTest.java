package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "Night Baker, NIGHT BAKER",
    "Straße, STRASSE",
    "STRAẞE, straße",
    "ΣΟΦΟΣ, σοφος",
    "σοφοσ, σοφος",
    "Café, cafe\u0301",
    "ÉCOLE, e\u0301cole",
    "ﬁne, FINE",
  })
  void key_ofTheSameName_isEqual(String one, String other) {
    assertThat(Names.key(one)).isEqualTo(Names.key(other));
  }

  @ParameterizedTest
  @CsvSource({"sınır, sinir", "cafe, café", "a b, ab", "a, ' a'", "o, 0", "а, a"})
  void key_ofDifferentNames_differs(String one, String other) {
    assertThat(Names.key(one)).isNotEqualTo(Names.key(other));
  }
}
