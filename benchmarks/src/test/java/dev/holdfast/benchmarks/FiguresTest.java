package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void figures_areThoseOfTheSortedValues() {
    Figures figures = new Figures(LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray());

    assertThat(figures.median()).isEqualTo(100);
    assertThat(figures.atMost(0.99)).isEqualTo(198);
    assertThat(figures.max()).isEqualTo(200);
    assertThat(figures.count()).isEqualTo(200);
  }

  @Test
  void figures_ofOneValue_areThatValue() {
    Figures figures = new Figures(new long[] {7});

    assertThat(figures.median()).isEqualTo(7);
    assertThat(figures.atMost(0.99)).isEqualTo(7);
  }
}
