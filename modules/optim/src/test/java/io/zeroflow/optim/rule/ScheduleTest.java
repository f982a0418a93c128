package io.zeroflow.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.rule.Schedule.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

  @Test
  void aConstantStaysTheSame() {
    Schedule schedule = Schedule.constant(0.3f);
    for (long age : new long[] {1, 2, 1000, Long.MAX_VALUE}) {
      assertThat(schedule.at(age, 1)).isEqualTo(0.3f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 1, 1.0",
    "LINEAR, 26, 0.8",
    "LINEAR, 51, 0.6",
    "LINEAR, 100, 0.208",
    "LINEAR, 101, 0.2",
    "LINEAR, 102, 0.2",
    "LINEAR, 9223372036854775807, 0.2",
    "COSINE, 1, 1.0",
    "COSINE, 26, 0.88284271247", // 0.2 + 0.8 (1 + √½) / 2
    "COSINE, 51, 0.6",
    "COSINE, 76, 0.31715728753",
    "COSINE, 101, 0.2",
    "COSINE, 102, 0.2",
    "COSINE, 9223372036854775807, 0.2"
  })
  void goesFromOneToTheOtherInAHundredSteps(Shape shape, long age, double expected) {
    Schedule schedule = new Schedule(shape, 1, 0.2f, 100);
    assertThat((double) schedule.at(age, 1)).isCloseTo(expected, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({
    "OVER_D, 450, 0.01",
    "OVER_D, 900, 0.005",
    "OVER_D, 22500, 2e-4",
    "OVER_D, 1, 0.01",
    "OVER_D, 45000000, 1e-7",
    "OVER_ROOT_D, 22500, 0.03",
    "OVER_ROOT_D, 2, 0.1"
  })
  void fallsWithTheNumberOfCoordinates(Shape shape, int d, double expected) {
    Schedule schedule = new Schedule(shape, 4.5f, shape == Shape.OVER_D ? 0.01f : 0.1f, 0);
    for (long age : new long[] {1, 7, Long.MAX_VALUE}) {
      assertThat((double) schedule.at(age, d)).isCloseTo(expected, within(1e-6 * expected));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LINEAR", "COSINE"})
  void startsAndEndsExactlyWhereItSays(Shape shape) {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      float from = (float) Math.pow(10, random.nextDouble(-12, 3));
      float to = i % 5 == 0 ? 0 : (float) Math.pow(10, random.nextDouble(-12, 3));
      long steps = 1 + random.nextInt(1_000_000_000);
      Schedule schedule = new Schedule(shape, from, to, steps);
      assertThat(schedule.at(1, 1)).isEqualTo(from);
      assertThat(schedule.at(steps + 1, 1)).isEqualTo(to);
      assertThat(schedule.at(steps + 2, 1)).isEqualTo(to);
      assertThat(schedule.at(1 + steps / 3, 1)).isBetween(Math.min(from, to), Math.max(from, to));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LINEAR", "COSINE"})
  void neverTurns(Shape shape) {
    Schedule falls = new Schedule(shape, 0.1f, 1e-4f, 333);
    Schedule rises = new Schedule(shape, 1e-4f, 0.1f, 333);
    for (long age = 1; age <= 333; age++) {
      assertThat(falls.at(age + 1, 1)).isLessThan(falls.at(age, 1));
      assertThat(rises.at(age + 1, 1)).isGreaterThan(rises.at(age, 1));
    }
  }
}
