package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.optim.strategy.Strategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** EASE against {@link ReferenceEase}. */
class EaseTest {

  private static final int WIDTH = Course.WIDTH;
  private static final double REWEIGHT = 0.7;
  private static final MethodOptions OPTIONS =
      new MethodOptions(6, 100, REWEIGHT, 8, 0.1, 10, MethodOptions.Selection.HERDING, 1);

  private final Random random = new Random(31);
  private final Course course = new Course(Methods.EASE, OPTIONS);
  private final ReferenceEase reference = new ReferenceEase(REWEIGHT);

  private Map<String, List<float[]>> classes(String... labels) {
    Map<String, List<float[]>> classes = new LinkedHashMap<>();
    for (String label : labels) {
      float[] centre = gaussian(1);
      List<float[]> inputs = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        float[] input = gaussian(0.5);
        for (int k = 0; k < WIDTH; k++) {
          input[k] += centre[k];
        }
        inputs.add(input);
      }
      classes.put(label, inputs);
    }
    return classes;
  }

  private float[] gaussian(double scale) {
    float[] values = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      values[k] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  /** Three epochs in random order and batches of any size, without the end. */
  private void begin(String task, Map<String, List<float[]>> classes) {
    course.begin(task);
    List<Map.Entry<String, float[]>> all = new ArrayList<>();
    classes.forEach((label, inputs) -> inputs.forEach(input -> all.add(Map.entry(label, input))));
    for (int epoch = 0; epoch < 3; epoch++) {
      Collections.shuffle(all, random);
      for (int from = 0, to; from < all.size(); from = to) {
        to = Math.min(all.size(), from + 1 + random.nextInt(6));
        List<Map.Entry<String, float[]>> part = all.subList(from, to);
        course.learn(
            part.stream().map(Map.Entry::getKey).toList(),
            part.stream().map(Map.Entry::getValue).toList());
      }
    }
  }

  private void learn(String task, Map<String, List<float[]>> classes) {
    begin(task, classes);
    reference.task(adapter(), classes);
    course.end();
  }

  private double[] adapter() {
    double[] adapter = new double[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      adapter[k] = course.replica.theta().get(k);
    }
    return adapter;
  }

  private EaseState state() {
    return (EaseState) course.replica.method();
  }

  private void assertScoresAreThoseOfTheReference(String... labels) {
    Predictor predictor = course.method.predictor(course.replica);
    assertThat(predictor.labels()).containsExactlyInAnyOrder(labels);
    List<float[]> inputs = List.of(gaussian(1), gaussian(1), gaussian(1), gaussian(1));
    float[][] scores = scores(inputs);
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < labels.length; k++) {
        String label = predictor.labels().get(k);
        assertThat((double) scores[i][k])
            .as(label)
            .isCloseTo(reference.score(label, inputs.get(i)), within(2e-6));
      }
    }
  }

  private float[][] scores(List<float[]> inputs) {
    Predictor predictor = course.method.predictor(course.replica);
    try (Batch batch = course.batch(inputs)) {
      List<String> any = inputs.stream().map(_ -> "").toList();
      return predictor.scores(course.samples(any, inputs, batch).encoded(), batch);
    }
  }

  @Test
  void everyTaskStartsAfresh() {
    for (int task = 0; task < 3; task++) {
      learn("t" + task, classes("a" + task, "b" + task));
      assertThat(adapter()).isNotEqualTo(new double[WIDTH]);
      assertThat(state().adapters()).hasSize(task + 1);
      course.begin("next");
      assertThat(adapter()).isEqualTo(new double[WIDTH]);
      assertThat(course.replica.labels()).isEmpty();
    }
  }

  @Test
  void theFirstTaskAndOneThatGoesOnDoNotRestart() {
    assertThat(course.method.restarts(course.replica)).isFalse();
    begin("t0", classes("a", "b"));
    assertThat(course.method.restarts(course.replica)).isFalse();
    course.end();
    assertThat(course.method.restarts(course.replica)).isTrue();
  }

  @Test
  void prototypesAreClassMeansInTheSpaceOfEveryAdapter() {
    for (int task = 0; task < 3; task++) {
      learn("t" + task, classes("a" + task, "b" + task));
    }
    for (int task = 0; task < 3; task++) {
      for (int space = 0; space < 3; space++) {
        float[] prototype = state().prototypes(space).get("a" + task);
        if (space > task) {
          assertThat(prototype).isNull();
        } else {
          assertClose(prototype, reference.measured("a" + task, space));
        }
      }
      assertThat(state().homes()).containsEntry("b" + task, task);
    }
  }

  private static void assertClose(float @Nullable [] prototype, double[] expected) {
    float[] actual = Objects.requireNonNull(prototype);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void scoresAreThoseOfThePaperAfterEveryTask() {
    learn("t0", classes("a", "b"));
    assertScoresAreThoseOfTheReference("a", "b");
    learn("t1", classes("c"));
    assertScoresAreThoseOfTheReference("a", "b", "c");
    learn("t2", classes("d", "e", "f"));
    assertScoresAreThoseOfTheReference("a", "b", "c", "d", "e", "f");
    learn("t3", classes("g", "h"));
    assertScoresAreThoseOfTheReference("a", "b", "c", "d", "e", "f", "g", "h");
  }

  @Test
  void aClassThatComesBackBelongsToItsLastTask() {
    learn("t0", classes("a", "b"));
    learn("t1", classes("c", "d"));
    learn("t2", classes("b", "e"));
    assertThat(state().homes()).containsEntry("a", 0).containsEntry("b", 2).containsEntry("d", 1);
    assertScoresAreThoseOfTheReference("a", "b", "c", "d", "e");
    learn("t3", classes("f"));
    assertScoresAreThoseOfTheReference("a", "b", "c", "d", "e", "f");
  }

  @Test
  void aTaskThatComesBackBringsAnotherAdapter() {
    learn("t0", classes("a", "b"));
    learn("t1", classes("c"));
    learn("t0", classes("a", "b"));
    assertThat(state().adapters()).hasSize(3);
    assertScoresAreThoseOfTheReference("a", "b", "c");
  }

  @Test
  void aClassOfOneSampleHasItAsItsPrototype() {
    learn("t0", Map.of("a", List.of(gaussian(1))));
    learn("t1", Map.of("b", List.of(gaussian(1)), "c", List.of(gaussian(1))));
    assertScoresAreThoseOfTheReference("a", "b", "c");
  }

  /** The running task's classes are held against its head rows, all others as before. */
  @Test
  void aRunningTaskIsKnownByItsHead() {
    learn("t0", classes("a", "b"));
    learn("t1", classes("c", "d"));
    List<float[]> inputs = List.of(gaussian(1), gaussian(1));
    float[][] before = scores(inputs);
    course.begin("t2");
    assertThat(scores(inputs)).isDeepEqualTo(before);
    course.end();
    begin("t3", classes("b", "e"));
    Predictor predictor = course.method.predictor(course.replica);
    assertThat(predictor.labels()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    int e = predictor.labels().indexOf("e");
    float[][] scores = scores(inputs);
    float[] row = Objects.requireNonNull(course.replica.headRow("e"));
    double[] adapter = adapter();
    for (int i = 0; i < scores.length; i++) {
      double[] feature = new double[WIDTH];
      double[] direction = new double[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        feature[k] = inputs.get(i)[k] + adapter[k];
        direction[k] = row[k];
      }
      double cosine = ReferenceEase.dot(ReferenceEase.unit(feature), ReferenceEase.unit(direction));
      assertThat((double) scores[i][e]).isCloseTo(cosine, within(1e-6));
    }
  }

  @Test
  void beforeTheFirstSampleNothingIsKnown() {
    assertThat(course.method.predictor(course.replica).labels()).isEmpty();
    assertThat(scores(List.of(gaussian(1)))).isDeepEqualTo(new float[1][0]);
  }

  /** A crash between the records of an end: prototypes are written, the end comes once more. */
  @Test
  void anEndThatWasInterruptedIsCompleted() {
    learn("t0", classes("a", "b"));
    Map<String, List<float[]>> classes = classes("c", "d");
    begin("t1", classes);
    reference.task(adapter(), classes);
    course.method.end(course.replica).forEach(course::commit);
    assertThat(course.method.predictor(course.replica).labels()).contains("a", "b", "c", "d");
    Course again = course.restarted();
    again.end();
    assertThat(((EaseState) again.replica.method()).adapters()).hasSize(2);
    again.journal.subList(course.journal.size(), again.journal.size()).forEach(course::replay);
    assertScoresAreThoseOfTheReference("a", "b", "c", "d");
  }

  /** A crash while a task runs loses its samples so far: head rows stand in for their classes. */
  @Test
  void aClassThatOnlyCameBeforeACrashIsKnownByItsHeadRow() {
    learn("t0", classes("a", "b"));
    begin("t1", classes("c", "d"));
    float[] row = Objects.requireNonNull(course.replica.headRow("d"));
    Course again = course.restarted();
    again.learn(List.of("c", "c"), List.of(gaussian(1), gaussian(1)));
    again.end();
    EaseState state = (EaseState) again.replica.method();
    assertThat(state.prototypes(0)).containsOnlyKeys("a", "b", "c");
    assertThat(state.prototypes(1)).containsOnlyKeys("c", "d");
    assertThat(state.homes()).containsEntry("d", 1).containsEntry("c", 1);
    assertThat(again.method.predictor(again.replica).labels())
        .containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(again.answer(again.replica, row)).isEqualTo("d");
    assertThat(((EaseState) again.follower().method()).prototypes(1).get("d"))
        .isEqualTo(state.prototypes(1).get("d"));
  }

  @Test
  void onlyAnEndOfTheRunningTaskFreezesItsAdapter() {
    begin("t0", classes("a", "b"));
    course.commit(new Change.TaskEnded("another", List.of()));
    assertThat(state().adapters()).isEmpty();
    course.end();
    course.commit(new Change.TaskEnded("t0", List.of()));
    assertThat(state().adapters()).hasSize(1);
  }

  /** Whoever folds the journal holds the same, across swaps within tasks and between them. */
  @Test
  void aFollowerHoldsTheSameAfterEveryTaskAndSwap() {
    List<String> strategies = List.of("zo-adam(lr=0.01)", "zo-sgd-sign(lr=0.01)", "zo-sgd(q=2)");
    for (int task = 0; task < 3; task++) {
      begin("t" + task, classes("a" + task, "b" + task));
      swap(task * 2 + 1, strategies.get(task));
      course.learn(List.of("a" + task), List.of(gaussian(1)));
      assertFollowed();
      course.end();
      swap(task * 2 + 2, "zo-sgd(momentum=0.5)");
      assertFollowed();
    }
  }

  private void swap(int number, String strategy) {
    course.commit(
        new Change.StrategyChanged(
            number, Strategy.parse(strategy), new Reason("operator", "test", "")));
  }

  private void assertFollowed() {
    Replica follower = course.follower();
    assertThat(follower.theta().sha256()).isEqualTo(course.replica.theta().sha256());
    EaseState state = (EaseState) follower.method();
    assertThat(state.adapters()).usingRecursiveComparison().isEqualTo(state().adapters());
    assertThat(state.homes()).isEqualTo(state().homes());
    for (int space = 0; space <= state.adapters().size(); space++) {
      assertThat(state.prototypes(space))
          .usingRecursiveComparison()
          .isEqualTo(state().prototypes(space));
    }
  }

  /** Zeros have no direction: they score nothing and spoil nothing. */
  @Test
  void aClassOfZerosSpoilsNoOther() {
    course.begin("t0");
    course.learn(List.of("zero", "a"), List.of(new float[WIDTH], gaussian(1)));
    course.end();
    assertThat(state().prototypes(0).get("zero")).isEqualTo(new float[WIDTH]);
    course.begin("t1");
    course.learn(List.of("b"), List.of(gaussian(1)));
    course.end();
    for (float[] scores : scores(List.of(gaussian(1), new float[WIDTH]))) {
      assertThat(scores).hasSize(3).doesNotContain(Float.NaN);
    }
  }
}
