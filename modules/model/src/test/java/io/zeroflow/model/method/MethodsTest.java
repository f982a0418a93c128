package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {

  private static final int WIDTH = Course.WIDTH;
  private static final MethodOptions OPTIONS =
      new MethodOptions(6, 20, 0.1, 64, 0.1, 24, MethodOptions.Selection.HERDING, 1);

  private final Course fineTune = new Course(Methods.FINE_TUNE, OPTIONS);
  private final Course simpleCil = new Course(Methods.SIMPLE_CIL, OPTIONS);
  private final List<String> labels = new ArrayList<>();
  private final List<float[]> inputs = new ArrayList<>();

  /** 60 samples of 3 classes in random order. */
  @BeforeEach
  void samples() {
    Random random = new Random(21);
    for (int i = 0; i < 60; i++) {
      labels.add("c" + random.nextInt(3));
      float[] input = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        input[k] = (float) random.nextGaussian();
      }
      inputs.add(input);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodIsKnownByItsName(Methods method) {
    assertThat(Methods.parse(method.toString())).isEqualTo(method);
    assertThat(method.create(fineTune.network, OPTIONS).name()).startsWith(method.toString());
  }

  @Test
  void anUnknownNameIsAnsweredWithAllThatThereAre() {
    assertThatThrownBy(() -> Methods.parse("ewe"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no method is called 'ewe'")
        .hasMessageContaining("fine-tune, simple-cil, analytic, ease");
  }

  /** Three tasks of two classes around opposite poles, each learned for a while. */
  private static void learn(Course course, long seed) {
    Random random = new Random(seed);
    for (int task = 0; task < 3; task++) {
      course.begin("task-" + task);
      for (int batch = 0; batch < 12; batch++) {
        List<String> labels = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          int kind = 2 * task + i % 2;
          labels.add("c" + kind);
          inputs.add(around(kind, random));
        }
        course.learn(labels, inputs);
      }
      course.end();
    }
  }

  /** A point near the pole of one of six kinds. */
  private static float[] around(int kind, Random random) {
    float[] input = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      input[k] = (float) (0.2 * random.nextGaussian());
    }
    input[kind / 2] += kind % 2 == 0 ? 1 : -1;
    return input;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLearnedIsKnownAtTheEnd(Methods method) {
    Course course = new Course(method, OPTIONS);
    learn(course, 1);
    Random random = new Random(2);
    int right = 0;
    for (int i = 0; i < 120; i++) {
      float[] input = around(i % 6, random);
      right += course.answer(course.replica, input).equals("c" + i % 6) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource
  void aFollowerOfTheJournalHoldsTheSame(Methods method) {
    Course course = new Course(method, OPTIONS);
    learn(course, 3);
    Replica follower = course.follower();
    assertThat(follower.theta().sha256()).isEqualTo(course.replica.theta().sha256());
    Random random = new Random(4);
    try (Batch batch = course.batch(List.of(around(0, random), around(5, random)))) {
      var encoded =
          course.samples(List.of("", ""), List.of(around(0, random), around(5, random)), batch);
      assertThat(course.method.predictor(follower).scores(encoded.encoded(), batch))
          .isDeepEqualTo(course.method.predictor(course.replica).scores(encoded.encoded(), batch));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPredictorStaysWhatItWas(Methods method) {
    Course course = new Course(method, OPTIONS);
    learn(course, 5);
    Predictor predictor = course.method.predictor(course.replica);
    List<float[]> inputs = List.of(around(1, new Random(6)));
    try (Batch batch = course.batch(inputs)) {
      var encoded = course.samples(List.of(""), inputs, batch).encoded();
      float[][] before = predictor.scores(encoded, batch);
      learn(course, 7);
      assertThat(predictor.scores(encoded, batch)).isDeepEqualTo(before);
    }
  }

  @Test
  void fineTuneBuildsRowsUntilTheyAreWarmAndThenSteps() {
    List<String> kinds = new ArrayList<>();
    for (int batch = 0; batch < 4; batch++) {
      Change change = fineTune.learn(List.of("a", "a"), inputs.subList(2 * batch, 2 * batch + 2));
      kinds.add(change.kind() + " " + fineTune.replica.headCount("a"));
    }
    assertThat(kinds).containsExactly("head-rows 2", "head-rows 4", "head-rows 6", "step 6");
  }

  @Test
  void oneColdClassMakesTheWholeBatchWarmUpAndWarmRowsAreLeftAlone() {
    warm("old", 0);
    Lesson lesson = fineTune.lesson(List.of("old", "new", "old"), inputs.subList(0, 3));
    assertThat(rows(lesson))
        .extracting(HeadRow::label, HeadRow::count)
        .containsExactly(tuple("new", 1L));
  }

  @Test
  void aRowGoesOnFromWhatTheHeadHolds() {
    fineTune.commit(new Change.HeadRows(List.of(new HeadRow("a", 3, new float[] {0, 0, 0, 1, 0}))));
    Lesson lesson = fineTune.lesson(List.of("a"), List.of(new float[] {0, 7, 0, 0, 0}));
    HeadRow mean = rows(lesson).getFirst();
    assertThat(mean.count()).isEqualTo(4);
    assertThat(mean.values()).containsExactly(0, 0.25f, 0, 0.75f, 0);
  }

  @Test
  void rowsAreMeansOfFeaturesAtTheCurrentTheta() {
    fineTune.replica.theta().set(2, 50f);
    Lesson lesson = fineTune.lesson(List.of("a"), List.of(new float[] {0, 0, -20f, 0, 40f}));
    assertThat(rows(lesson).getFirst().values())
        .containsExactly(new float[] {0, 0, 0.6f, 0, 0.8f}, within(1e-6f));
  }

  @Test
  void theLossOfAStepIsThatOfTheRightRowsAtTheCandidate() {
    warm("x", 0);
    warm("y", 6);
    warm("z", 12);
    Theta theta = fineTune.replica.theta();
    Target right = new Target.Rows(new int[] {2, 0, 1});
    try (Batch batch = fineTune.batch(inputs.subList(0, 3))) {
      Lesson lesson = fineTune.lesson(List.of("z", "x", "y"), inputs.subList(0, 3));
      Theta candidate = theta.copy();
      candidate.set(0, 3f);
      double loss = ((Lesson.Step) lesson).objective().loss(candidate);
      assertThat(loss).isEqualTo(fineTune.network.loss(candidate, batch, right));
      assertThat(loss).isNotEqualTo(fineTune.network.loss(theta, batch, right));
    }
  }

  /** How a class's samples are cut into batches changes a row by rounding only. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 60})
  void simpleCilIsTheMeanOfAllSamplesHoweverTheyAreBatched(int batchSize) {
    run(simpleCil, batchSize);
    ReferenceMeans reference = new ReferenceMeans();
    for (int i = 0; i < inputs.size(); i++) {
      reference.add(labels.get(i), inputs.get(i));
    }
    assertHeadIs(simpleCil, reference);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void fineTuneWarmsUpToTheSameRowsHoweverSamplesAreBatched(int batchSize) {
    for (int from = 0; from < 6; from += batchSize) {
      List<float[]> part = inputs.subList(from, Math.min(from + batchSize, 6));
      fineTune.learn(part.stream().map(input -> "only").toList(), part);
    }
    ReferenceMeans reference = new ReferenceMeans();
    inputs.subList(0, 6).forEach(input -> reference.add("only", input));
    assertHeadIs(fineTune, reference);
  }

  private void run(Course course, int batchSize) {
    for (int from = 0; from < inputs.size(); from += batchSize) {
      int to = Math.min(from + batchSize, inputs.size());
      course.learn(labels.subList(from, to), inputs.subList(from, to));
    }
  }

  private static List<HeadRow> rows(Lesson lesson) {
    return ((Change.HeadRows) ((Lesson.Write) lesson).changes().getFirst()).rows();
  }

  private void warm(String label, int from) {
    fineTune.learn(
        List.of(label, label, label, label, label, label), inputs.subList(from, from + 6));
  }

  private static void assertHeadIs(Course course, ReferenceMeans reference) {
    for (String label : reference.labels()) {
      assertThat(course.replica.headCount(label)).isEqualTo(reference.count(label));
      double[] expected = reference.mean(label);
      float[] row = Objects.requireNonNull(course.replica.headRow(label));
      for (int i = 0; i < WIDTH; i++) {
        assertThat((double) row[i]).isCloseTo(expected[i], within(1e-6));
      }
    }
  }
}
