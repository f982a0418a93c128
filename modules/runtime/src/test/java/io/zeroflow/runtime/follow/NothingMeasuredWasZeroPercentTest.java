package io.zeroflow.runtime.follow;

import static io.zeroflow.runtime.follow.Told.m;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.zeroflow.journal.Change;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What was not measured is no 0: not on the board, not in a chart, not in the metrics. */
class NothingMeasuredWasZeroPercentTest {

  private final Told told = new Told();

  @Test
  void aRoundWithoutHeldOutSamplesMeasuresNothing() {
    told.measured(0, null);
    assertThat(told.board().step()).isNull();
    assertThat(told.board().points()).isEmpty();
    assertThat(series()).isEmpty();
    assertThat(told.observations())
        .singleElement()
        .satisfies(seen -> assertThat(seen.own()).isNull());
  }

  @Test
  void aTaskOfWhichTheModelKnowsNoClassYetIsLeftOut() {
    told.started(0, "a");
    told.ended(10, "a");
    told.measured(10, "a", m("a", 9));
    told.started(10, "b");
    told.measured(11, null, m("a", 9), new Measurement("b", 0, 0, 0, 0, 0, 0, 0));
    Board board = told.board();
    assertThat(board.points().getLast().tasks()).containsOnlyKeys("a");
    assertThat(board.points().getLast().overall()).isEqualTo(0.9); // no fall that is none
    assertThat(board.scores().last()).isEqualTo(0.9);
    assertThat(told.metrics().taskAccuracy.get()).containsOnlyKeys("a");
  }

  @Test
  void theControlIsNotMeasuredOnATaskThatItHasNotLearned() {
    told.started(0, "a");
    told.measured(5, null, new Measurement("a", 5, 0, 0, 0, 0, 10, 0));
    assertThat(told.metrics().taskAccuracy.get()).containsOnlyKeys("a");
    assertThat(told.metrics().controlTaskAccuracy.get()).isEmpty();
    assertThat(series())
        .contains("zeroflow_last_accuracy_ratio", "zeroflow_evaluation_timestamp_seconds")
        .doesNotContain(
            "zeroflow_control_last_accuracy_ratio",
            "zeroflow_control_average_accuracy_ratio",
            "zeroflow_average_accuracy_ratio",
            "zeroflow_forgetting_ratio",
            "zeroflow_forgetting_since_learned_ratio",
            "zeroflow_backward_transfer_ratio",
            "zeroflow_task_forgetting_ratio");
  }

  /**
   * Avg and Last are there after the first task, but there is nothing yet that could be forgotten.
   */
  @Test
  void oneTaskCannotBeForgotten() {
    told.started(0, "a");
    told.ended(10, "a");
    told.measured(10, "a", m("a", 9));
    assertThat(told.board().scores()).isEqualTo(new Board.Scores(0.9, 0.9, null, null, null));
    assertThat(told.board().points().getLast().forgetting()).isNull();
    assertThat(series()).doesNotContain("zeroflow_forgetting_ratio");
  }

  @Test
  void anEndWithoutHeldOutSamplesIsARowWithoutNumbers() {
    told.started(0, "a");
    told.ended(10, "a");
    told.measured(10, "a");
    Board.Row row = told.board().rows().getFirst();
    assertThat(row.model()).isEmpty();
    assertThat(row.withinModel()).isNull();
    assertThat(row.withinControl()).isNull();
    assertThat(told.board().scores().average()).isNull();
  }

  /** It was empty before the tenth step, and behind by up to nine after that. */
  @Test
  void theLossChartShowsWhatThereIs() {
    told.recorded(3, step(3, 0.5f));
    assertThat(told.board().losses()).containsExactly(new Board.Loss(3, 3, 0.5));
  }

  private static Change step(long step, float loss) {
    return new Change.Step(
        StepRecord.sparse(new StepContext(step, 1, 1), List.of(1f), loss, 2), 0, 4);
  }

  /** Names of the gauges of measurements that have a sample. */
  private Set<String> series() {
    Set<String> names = new TreeSet<>();
    told.registry().scrape().stream()
        .filter(metric -> metric instanceof GaugeSnapshot && !metric.getDataPoints().isEmpty())
        .map(metric -> metric.getMetadata().getName())
        .forEach(names::add);
    names.removeAll(
        Set.of( // known without a measurement
            "zeroflow_step",
            "zeroflow_paused",
            "zeroflow_waiting_samples",
            "zeroflow_follower_lag_steps",
            "zeroflow_follower_lag_seconds"));
    return names;
  }
}
