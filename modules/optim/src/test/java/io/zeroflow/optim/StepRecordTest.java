package io.zeroflow.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepRecordTest {

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNonFiniteScalars(float scalar) {
    assertThatThrownBy(() -> StepRecord.sparse(new StepContext(3, 1, 1), List.of(1f, scalar), 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 3 carries non-finite scalars [1.0, " + scalar + "]");
  }

  @Test
  void keepsItsOwnScalars() {
    List<Float> scalars = new ArrayList<>(List.of(1f));
    StepRecord step = StepRecord.sparse(new StepContext(1, 1, 1), scalars, 0, 2);
    scalars.set(0, 2f);
    assertThat(step.scalars()).containsExactly(1f);
  }
}
