package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReservoirTest {

  @Test
  void theFirstItemsTakeThePlacesInTheirOrderAndEqualOnesAreKeptOnce() {
    Reservoir reservoir = new Reservoir(2);
    assertThat(reservoir.offer(7)).hasValue(0);
    assertThat(reservoir.offer(7)).isEmpty();
    assertThat(reservoir.offer(8)).hasValue(1);
    assertThat(reservoir.offer(8)).isEmpty();
  }

  @Test
  void neverMorePlacesThanItsSize() {
    Reservoir reservoir = new Reservoir(5);
    for (int i = 0; i < 10_000; i++) {
      OptionalInt place = reservoir.offer(i);
      place.ifPresent(at -> assertThat(at).isBetween(0, 4));
    }
  }

  /** Chi-square over tenths of the stream, whose 99.9th percentile with 9 degrees is 27.9. */
  @Test
  void earlyAndLateItemsAreKeptAlike() {
    int size = 2000;
    int length = 40_000;
    Reservoir reservoir = new Reservoir(size);
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < length; i++) {
      OptionalInt place = reservoir.offer(i);
      if (place.isPresent()) {
        places.put(place.getAsInt(), i);
      }
    }
    double expected = size / 10.0;
    double chi = 0;
    for (int tenth = 0; tenth < 10; tenth++) {
      int from = tenth * length / 10;
      long kept = places.values().stream().filter(i -> i >= from && i < from + length / 10).count();
      chi += (kept - expected) * (kept - expected) / expected;
    }
    assertThat(chi).isLessThan(27.9);
  }

  @Test
  void ofFewerPlacesEveryItemHasTheSameChance() {
    int size = 2000;
    Reservoir reservoir = new Reservoir(size);
    for (int i = 0; i < size; i++) {
      assertThat(reservoir.offer(i)).hasValue(i);
    }

    List<Integer> stay = reservoir.shrink(500);

    assertThat(stay).hasSize(500).isSorted().doesNotHaveDuplicates();
    double chi = 0;
    for (int tenth = 0; tenth < 10; tenth++) {
      int from = tenth * size / 10;
      long there = stay.stream().filter(i -> i >= from && i < from + size / 10).count();
      chi += (there - 50) * (there - 50) / 50.0;
    }
    assertThat(chi).isLessThan(27.9);
    assertThat(reservoir.offer(stay.getFirst())).isEmpty();
    for (int i = size; i < 10 * size; i++) {
      reservoir.offer(i).ifPresent(place -> assertThat(place).isBetween(0, 499));
    }
  }
}
