package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task for which θ starts afresh. */
class RestartTest {

  private final Random random = new Random(15);
  private final Replica replica = Records.replica(2);

  static List<String> strategies() {
    return StrategyCatalog.kinds().stream().map(kind -> kind.name()).toList();
  }

  private static void apply(Replica replica, Change change) {
    replica.apply(replica.next(0, Records.TIME, List.of(), change));
  }

  private void learn(String... labels) {
    for (String label : labels) {
      apply(replica, new Change.HeadRows(List.of(Records.row(label, 3, random))));
    }
    steps(replica, Records.quadratic(), 3);
  }

  private static void steps(Replica replica, Objective objective, int n) {
    for (int i = 0; i < n; i++) {
      apply(replica, new Change.Step(replica.measure(objective), replica.strategyNumber(), 1));
    }
  }

  private float[] slice(String name) {
    var slice = replica.theta().slice(name);
    float[] values = new float[slice.length()];
    replica.theta().read(slice.offset(), values, values.length);
    return values;
  }

  @Test
  void slicesAreDrawnAnewAndTheHeadIsEmpty() {
    float[] first = slice("adapter/down");
    apply(replica, new Change.TaskStarted("t1"));
    learn("cat", "dog");
    apply(replica, new Change.TaskEnded("t1", List.of(Records.row("cat", 1, random))));
    apply(replica, new Change.TaskStarted("t2", true));

    assertThat(replica.theta().size()).isEqualTo(140);
    assertThat(slice("adapter/up")).containsOnly(0f);
    float[] second = slice("adapter/down");
    for (int i = 0; i < second.length; i++) {
      assertThat(second[i]).isBetween(-0.3f, 0.3f).isNotEqualTo(first[i]);
    }
    assertThat(replica.labels()).isEmpty();
    assertThat(replica.headSize()).isZero();
    assertThat(replica.headCount("cat")).isZero();
    assertThat(replica.headRow("cat")).isNull();
    assertThat(replica.headRowNumber("cat")).isEqualTo(-1);
    assertThat(replica.step()).as("the model's version goes on").isEqualTo(3);
    assertThat(replica.frozen()).containsOnlyKeys("cat");
    assertThat(replica.task()).isEqualTo("t2");
    learn("ship", "cat"); // a head of two fits once more
    assertThat(replica.headRowNumber("ship")).isZero();
    assertThat(replica.headRowNumber("cat")).isEqualTo(1);
  }

  @Test
  void noTwoTasksStartAtTheSamePlace() {
    List<String> starts = new ArrayList<>(List.of(replica.theta().sha256()));
    for (int task = 0; task < 5; task++) {
      apply(replica, new Change.TaskStarted("t" + task, true));
      starts.add(replica.theta().sha256());
    }
    assertThat(starts).doesNotHaveDuplicates();
  }

  @Test
  void withoutOneThetaGoesOn() {
    apply(replica, new Change.TaskStarted("t1"));
    learn("cat");
    String before = replica.theta().sha256();
    apply(replica, new Change.TaskStarted("t2"));
    assertThat(replica.theta().sha256()).isEqualTo(before);
    assertThat(replica.labels()).containsExactly("cat");
  }

  /** As in a model whose earlier steps all were rejected: moments and the like are gone. */
  @ParameterizedTest
  @MethodSource("strategies")
  void theOptimizerHasNoHistory(String strategy) {
    Replica other = Records.replica(2);
    for (Replica each : List.of(replica, other)) {
      apply(each, new Change.StrategyChanged(1, Strategy.parse(strategy), Reason.operator()));
      apply(each, new Change.TaskStarted("t1"));
      steps(each, each == replica ? Records.quadratic() : Records.broken(), 4);
      apply(each, new Change.TaskStarted("t2", true));
      steps(each, Records.quadratic(), 4);
    }
    assertThat(replica.step()).isEqualTo(other.step());
    assertThat(replica.theta().sha256()).isEqualTo(other.theta().sha256());
    assertThat(replica.measure(Records.quadratic())).isEqualTo(other.measure(Records.quadratic()));
  }
}
