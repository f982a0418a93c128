package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.model.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RanPacTest {

  private static final int WIDTH = Course.WIDTH;
  private static final int PER_CLASS = 10;
  private static final MethodOptions OPTIONS =
      new MethodOptions(2, PER_CLASS, 0.1, 24, 0.1, 10, MethodOptions.Selection.HERDING, 1);

  private final Random random = new Random(51);
  private final Course course = new Course(Methods.RANPAC, OPTIONS);
  private final List<String> labels = new ArrayList<>();
  private final List<float[]> inputs = new ArrayList<>();

  @BeforeEach
  void firstTask() {
    course.begin("first");
    draw(2 * PER_CLASS, "a", "b");
    learn();
    learn();
  }

  private void draw(int n, String... classes) {
    labels.clear();
    inputs.clear();
    for (int i = 0; i < n; i++) {
      labels.add(classes[i % classes.length]);
      float[] input = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        input[k] = (float) random.nextGaussian();
      }
      inputs.add(input);
    }
  }

  private List<Change> learn() {
    List<Change> changes = new ArrayList<>();
    for (int from = 0; from < inputs.size(); from += 4) {
      int to = Math.min(from + 4, inputs.size());
      changes.add(course.learn(labels.subList(from, to), inputs.subList(from, to)));
    }
    return changes;
  }

  private AnalyticState state(Course of) {
    return (AnalyticState) of.replica.method();
  }

  private float[][] scores(Course of, List<float[]> queries) {
    try (Batch batch = of.batch(queries)) {
      return of.method
          .predictor(of.replica)
          .scores(
              of.samples(queries.stream().map(q -> "").toList(), queries, batch).encoded(), batch);
    }
  }

  @Test
  void theFirstTaskTrainsAndIsAnsweredByItsHead() {
    assertThat(course.replica.step()).isPositive();
    assertThat(state(course).isEmpty()).isTrue();
    assertThat(course.method.predictor(course.replica).labels()).containsExactly("a", "b");
    course.end();
    assertThat(state(course).count("a")).isEqualTo(PER_CLASS);
    assertThat(state(course).count("b")).isEqualTo(PER_CLASS);
  }

  @Test
  void laterTasksLeaveThetaAndCountEveryClassAlikeHoweverOftenItsSamplesCome() {
    course.end();
    String theta = course.replica.theta().sha256();
    course.begin("second");
    draw(3 * PER_CLASS, "c", "d", "c");
    assertThat(learn()).hasOnlyElementsOfType(Change.Prototypes.class);
    learn();
    course.end();
    assertThat(course.replica.theta().sha256()).isEqualTo(theta);
    assertThat(state(course).count("a")).isEqualTo(PER_CLASS);
    assertThat(state(course).count("c")).isEqualTo(PER_CLASS);
    assertThat(state(course).count("d")).isEqualTo(PER_CLASS);
  }

  /** The analytic head that was told x + θ answers as this one does, the toy's feature being it. */
  @Test
  void theAnswerIsTheAnalyticHeadsOnAdaptedFeatures() {
    List<String> oldLabels = List.copyOf(labels);
    List<float[]> old = List.copyOf(inputs);
    course.end();
    course.begin("second");
    draw(2 * PER_CLASS, "c", "d");
    learn();
    course.end();
    Course analytic = new Course(Methods.ANALYTIC, OPTIONS);
    analytic.begin("all");
    analytic.learn(oldLabels, old.stream().map(this::adapted).toList());
    analytic.learn(labels, inputs.stream().map(this::adapted).toList());
    List<String> expectedLabels = analytic.method.predictor(analytic.replica).labels();
    List<String> ownLabels = course.method.predictor(course.replica).labels();
    draw(6, "any");
    float[][] expected = scores(analytic, inputs.stream().map(this::adapted).toList());
    float[][] own = scores(course, inputs);
    for (int i = 0; i < own.length; i++) {
      for (String label : ownLabels) {
        assertThat(own[i][ownLabels.indexOf(label)])
            .isCloseTo(expected[i][expectedLabels.indexOf(label)], within(1e-5f));
      }
    }
  }

  private float[] adapted(float[] input) {
    float[] feature = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      feature[k] = input[k] + course.replica.theta().get(k);
    }
    return feature;
  }

  @Test
  void anEndThatWasInterruptedIsCompleted() {
    course.method.end(course.replica).forEach(course::commit);
    Course again = course.restarted();
    again.end();
    assertThat(state(again).count("a")).isEqualTo(PER_CLASS);
    draw(3, "any");
    assertThat(scores(again, inputs)).isDeepEqualTo(scores(course, inputs));
  }

  @Test
  void aClassThatOnlyCameBeforeACrashIsKnownByItsHeadRow() {
    Course again = course.restarted();
    draw(3, "b");
    again.learn(labels, inputs);
    again.end();
    assertThat(state(again).count("a")).isEqualTo(1);
    assertThat(state(again).count("b")).isEqualTo(3);
  }
}
