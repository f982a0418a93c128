package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 11, 1000})
  void staysBoundedKeepsTheFirstAndTheOrderAndIsEvenlySpaced(int limit) {
    Series<Integer> series = new Series<>(limit);
    for (int i = 0; i < 40 * limit; i++) {
      series.add(i);
      List<Integer> points = series.points();
      assertThat(points.size()).isBetween(Math.min(i + 1, limit / 2), limit);
      if (i % limit == 0) {
        assertThat(points.getFirst()).isZero();
        int stride = points.size() < 2 ? 1 : points.get(1);
        assertThat(Integer.bitCount(stride)).isEqualTo(1);
        assertThat(points)
            .isEqualTo(IntStream.range(0, points.size()).mapToObj(k -> k * stride).toList());
        assertThat(i - points.getLast()).isLessThan(stride);
      }
    }
  }

  @Test
  void keepsEverythingWhileThereIsRoom() {
    Series<String> series = new Series<>(3);
    List.of("a", "b", "c").forEach(series::add);
    assertThat(series.points()).containsExactly("a", "b", "c");
    series.add("d");
    assertThat(series.points()).containsExactly("a", "c");
    series.add("e");
    series.add("f");
    assertThat(series.points()).containsExactly("a", "c", "e");
  }

  @Test
  void pointsAreACopy() {
    Series<Integer> series = new Series<>(5);
    series.add(1);
    List<Integer> points = series.points();
    series.add(2);
    assertThat(points).containsExactly(1);
  }
}
