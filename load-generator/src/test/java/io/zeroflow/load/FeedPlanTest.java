package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.split.Task;
import io.zeroflow.load.FeedPlan.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedPlanTest {
  private final List<Task> tasks = List.of(ToyTasks.of("a", 10, 3), ToyTasks.of("b", 4, 1));

  @Test
  void countsTheSamplesOfAllEpochsAndLoops() {
    assertThat(FeedPlan.once("t", tasks, 1).samples()).isEqualTo(18);
    assertThat(new FeedPlan("t", tasks, 3, 2, 0, 1, Format.JSON).samples())
        .isEqualTo(2 * (3 + 1 + 3 * (10 + 4)));
    assertThat(new FeedPlan("t", tasks, 3, 2, 0, 1, Format.JSON, true).samples())
        .isEqualTo(2 * 3 * (3 + 1 + 10 + 4));
  }

  @Test
  void refusesWhatCannotBeSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedPlan.once("t", List.of(), 1))
        .withMessageContaining("at least one task");
    assertThatIllegalArgumentException().isThrownBy(() -> FeedPlan.once(" ", tasks, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedPlan("t", tasks, 0, 1, 0, 1, Format.JSON))
        .withMessage("epochs and loops must be at least 1, but are 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeedPlan("t", tasks, 1, 1, Double.NaN, 1, Format.JSON))
        .withMessageContaining("NaN");
  }
}
