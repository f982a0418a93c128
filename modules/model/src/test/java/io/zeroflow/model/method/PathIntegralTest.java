package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Importance along real steps against the same sums taken from the outside. */
class PathIntegralTest {

  private static final double DAMPING = 1e-3;

  /** Pulls the first slice strongly, the last coordinate of the second weakly, the head not. */
  private static final Objective BOWL =
      theta -> {
        double loss = 0;
        for (int i = 0; i < 4; i++) {
          loss += (i < 3 ? 1 : 0.1) * (theta.get(i) - 1) * (theta.get(i) - 1);
        }
        return loss;
      };

  private final Replica replica = new Replica(new AnchorState(new PathIntegral()));
  private final List<float[]> path = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();

  @BeforeEach
  void create() {
    apply(
        new Change.ModelCreated(
            "m",
            3,
            "toy",
            "si",
            20,
            2,
            List.of(SliceSpec.zeros("down", 3), SliceSpec.zeros("up", 2)),
            Strategy.parse("zo-sgd(lr=0.05, momentum=0)")));
    apply(new Change.TaskStarted("t1"));
    apply(new Change.HeadRows(List.of(new HeadRow("a", 1, new float[] {1, 0}))));
  }

  private void apply(Change change) {
    replica.apply(replica.next(0, Instant.EPOCH, List.of(), change));
  }

  private float[] values() {
    Theta theta = replica.theta();
    float[] values = new float[theta.size()];
    theta.read(0, values, values.length);
    return values;
  }

  private void steps(int n) {
    for (int i = 0; i < n; i++) {
      step(BOWL);
    }
  }

  private void step(Objective objective) {
    StepRecord record = replica.measure(objective);
    if (record.rejected() == null) {
      path.add(values());
      losses.add((double) record.loss());
    }
    apply(new Change.Step(record, 0, 1));
  }

  private static double square(float[] a, float[] b, Part part) {
    double sum = 0;
    for (int i = part.from(); i < Math.min(part.to(), a.length); i++) {
      sum += ((double) b[i] - a[i]) * ((double) b[i] - a[i]);
    }
    return sum;
  }

  /** Credits of steps that followed one another, by part. */
  private Map<String, Double> credits() {
    Map<String, Double> credits = new TreeMap<>();
    for (int k = 1; k < path.size(); k++) {
      float[] from = path.get(k - 1);
      float[] to = path.get(k);
      double whole = square(from, to, new Part("all", 0, from.length));
      for (Part part : Part.of(replica.theta())) {
        double share = square(from, to, part) / whole;
        credits.merge(part.name(), share * (losses.get(k - 1) - losses.get(k)), Double::sum);
      }
    }
    return credits;
  }

  private double expected(Part part, Map<String, Double> credits, float[] start) {
    double far = square(start, values(), part) + DAMPING * part.length();
    return Math.max(0, credits.getOrDefault(part.name(), 0.0)) / far;
  }

  private double weight(Part part) {
    return ((AnchorState) replica.method()).importance().of(part);
  }

  private void end(String task) {
    apply(new Change.TaskEnded(task, List.of()));
  }

  @Test
  void theDropOfTheLossIsCreditedByTheShareOfTheStep() {
    steps(40);
    Map<String, Double> credits = credits();
    float[] start = path.getFirst();
    for (Part part : Part.of(replica.theta())) {
      assertThat(weight(part)).as("not before the end").isZero();
    }
    end("another");
    assertThat(weight(new Part("down", 0, 3))).isZero();
    end("t1");
    double sum = 0;
    for (Part part : Part.of(replica.theta())) {
      double expected = expected(part, credits, start);
      assertThat(weight(part)).as(part.name()).isCloseTo(expected, within(1e-9 * expected));
      sum += credits.getOrDefault(part.name(), 0.0);
    }
    assertThat(sum)
        .as("all of the drop")
        .isCloseTo(losses.getFirst() - losses.getLast(), within(1e-9));
    assertThat(sum).isPositive();
  }

  /** A rejected step moves nothing; what the step before it did is credited by the next one. */
  @Test
  void rejectedStepsAreNoPartOfThePath() {
    steps(3);
    step(theta -> Double.NaN);
    steps(3);
    Map<String, Double> credits = credits();
    end("t1");
    for (Part part : Part.of(replica.theta())) {
      double expected = expected(part, credits, path.getFirst());
      assertThat(weight(part)).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
    }
  }

  /** Rows that are written between steps are no descent, and the loss jumps there. */
  @Test
  void writtenRowsAreNoPartOfThePath() {
    steps(5);
    Map<String, Double> credits = credits();
    float[] start = path.getFirst();
    apply(new Change.HeadRows(List.of(new HeadRow("b", 1, new float[] {5, 5}))));
    path.clear();
    losses.clear();
    steps(5);
    credits().forEach((part, credit) -> credits.merge(part, credit, Double::sum));
    end("t1");
    for (Part part : Part.of(replica.theta())) {
      double expected = expected(part, credits, start);
      assertThat(weight(part)).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
    }
  }

  @Test
  void tasksAddUp() {
    steps(10);
    end("t1");
    Part down = new Part("down", 0, 3);
    double first = weight(down);
    path.clear();
    losses.clear();
    apply(new Change.TaskStarted("t2"));
    steps(10);
    Map<String, Double> credits = credits();
    end("t2");
    double second = expected(down, credits, path.getFirst());
    assertThat(weight(down)).isCloseTo(first + second, within(1e-9));
    apply(new Change.TaskStarted("t3"));
    end("t3");
    assertThat(weight(down)).as("no step, no weight").isCloseTo(first + second, within(1e-9));
  }
}
