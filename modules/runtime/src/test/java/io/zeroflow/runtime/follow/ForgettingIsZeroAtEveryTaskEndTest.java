package io.zeroflow.runtime.follow;

import static io.zeroflow.runtime.follow.Told.m;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.runtime.supervise.Observation;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rounds take a while, and the journal goes on meanwhile. Which task is not past must be asked of
 * the model that was measured, whatever the last record says: else forgetting was 0 between the end
 * of a task and its row, and half of what it is when the next task began before that row.
 */
class ForgettingIsZeroAtEveryTaskEndTest {

  private static final Offset<Double> EXACTLY = within(1e-12);

  private final Told told = new Told();

  /** Task a ends at 0.9; task b runs, and a is at 0.7. */
  @BeforeEach
  void oneTaskIsPast() {
    told.started(0, "a");
    told.ended(10, "a");
    told.measured(10, "a", m("a", 9));
    told.started(10, "b");
    told.measured(15, null, m("a", 7), m("b", 5));
    assertThat(now()).isCloseTo(0.2, EXACTLY);
  }

  @Test
  void aRoundThatIsScoredBetweenTheEndOfATaskAndItsRow() {
    ModelVersion earlier = told.model(18, null);
    told.ended(20, "b");
    told.measured(earlier, m("a", 7), m("b", 6));
    assertThat(now()).isCloseTo(0.2, EXACTLY);
    assertThat(told.metrics().forgetting.get()).isCloseTo(0.2, EXACTLY);
    assertThat(told.metrics().taskForgetting.get()).containsOnlyKeys("a");
    assertThat(told.board().forgettingNow()).containsOnlyKeys("a");

    told.measured(20, "b", m("a", 6), m("b", 8));
    assertThat(now()).isCloseTo(0.3, EXACTLY);
    assertThat(told.board().points())
        .extracting(Board.Point::forgetting)
        .satisfiesExactly(
            first -> assertThat(first).isNull(),
            second -> assertThat(second).isCloseTo(0.2, EXACTLY),
            third -> assertThat(third).isCloseTo(0.2, EXACTLY),
            fourth -> assertThat(fourth).isCloseTo(0.3, EXACTLY));
  }

  /** As in every stream that does not mark ends: the next task's first sample is the end. */
  @Test
  void theRowOfATaskThatIsScoredWhenTheNextOneRuns() {
    told.ended(20, "b");
    ModelVersion end = told.model(20, "b");
    told.started(20, "c");
    told.measured(end, m("a", 6), m("b", 8));
    assertThat(now()).isCloseTo(0.3, EXACTLY); // b itself is not past: half of it, were it so
    assertThat(told.board().measured()).isNull();
    assertThat(told.board().running()).isEqualTo("c");

    told.measured(25, null, m("a", 6), m("b", 7), m("c", 1));
    assertThat(now()).isCloseTo((0.3 + 0.1) / 2, EXACTLY);
    assertThat(told.board().measured()).isEqualTo("c");
  }

  @Test
  void aTaskThatComesAgainIsNotPastAndItsSeriesGoes() {
    told.ended(20, "b");
    told.measured(20, "b", m("a", 6), m("b", 8));
    told.started(20, "a");
    ModelVersion again = told.model(25, null);
    told.measured(again, m("a", 7), m("b", 6));
    assertThat(now()).isCloseTo(0.2, EXACTLY); // of b
    assertThat(told.metrics().taskForgetting.get()).containsOnlyKeys("b");

    told.ended(30, "a");
    told.measured(again, m("a", 7), m("b", 6));
    assertThat(now()).isCloseTo(0.2, EXACTLY);
    assertThat(told.metrics().taskForgetting.get()).containsOnlyKeys("b");
  }

  @Test
  void aForkIsMeasuredByTheSamePast() {
    ModelVersion forked = told.forked(18);
    told.measured(forked, m("a", 7, 8, 9), m("b", 6, 6, 9));
    Observation seen = told.observations().getLast();
    assertThat(requireNonNull(seen.fork()).forgetting()).isCloseTo(0.1, EXACTLY);
    assertThat(requireNonNull(seen.own()).forgetting()).isCloseTo(0.2, EXACTLY);
  }

  /** What it would do about it would happen to the next task. */
  @Test
  void theSupervisorHearsNothingOfATaskThatIsOver() {
    ModelVersion earlier = told.model(18, null);
    told.ended(20, "b");
    ModelVersion end = told.model(20, "b");
    told.measured(earlier, m("a", 1), m("b", 6));
    told.started(20, "c");
    told.measured(end, m("a", 1), m("b", 6));
    told.measured(22, null, m("a", 1), m("b", 6), m("c", 1));
    assertThat(told.observations()).extracting(Observation::step).isEqualTo(List.of(10L, 15L, 22L));
  }

  @Test
  void theEndOfATaskThatIsNotRunningChangesNothing() {
    ModelVersion earlier = told.model(18, null);
    told.ended(18, "a");
    told.measured(earlier, m("a", 7), m("b", 6));
    assertThat(now()).isCloseTo(0.2, EXACTLY);
    assertThat(told.observations()).extracting(Observation::task).endsWith("b");
  }

  /** As a chart shows it. */
  private Double now() {
    Double last = requireNonNull(told.board().points().getLast().forgetting());
    assertThat(last).isEqualTo(told.board().scores().forgetting());
    return last;
  }
}
