package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.model.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticTest {

  private static final int WIDTH = Course.WIDTH;
  private static final int PROJECTIONS = 24;
  private static final double RIDGE = 0.05;
  private static final MethodOptions OPTIONS =
      new MethodOptions(1, 1, 0.1, PROJECTIONS, RIDGE, 10, MethodOptions.Selection.HERDING, 1);

  private final Random random = new Random(61);
  private final List<float[]> inputs = IntStream.range(0, 50).mapToObj(i -> gaussian()).toList();
  private final List<String> labels =
      IntStream.range(0, 50).mapToObj(i -> "c" + random.nextInt(4)).toList();

  private float[] gaussian() {
    float[] values = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private Course learned(List<Integer> order, int batchSize) {
    Course course = new Course(Methods.ANALYTIC, OPTIONS);
    course.begin("t");
    for (int from = 0; from < order.size(); from += batchSize) {
      List<Integer> part = order.subList(from, Math.min(from + batchSize, order.size()));
      Change change =
          course.learn(
              part.stream().map(labels::get).toList(), part.stream().map(inputs::get).toList());
      assertThat(change).isInstanceOf(Change.Prototypes.class);
    }
    return course;
  }

  private static List<Integer> inOrder() {
    return IntStream.range(0, 50).boxed().toList();
  }

  private float[] scores(Course course, float[] input, List<String> of) {
    Predictor predictor = course.method.predictor(course.replica);
    assertThat(predictor.labels()).containsExactlyInAnyOrderElementsOf(of);
    try (Batch batch = course.batch(List.of(input))) {
      float[] scores =
          predictor.scores(course.samples(List.of(""), List.of(input), batch).encoded(), batch)[0];
      float[] ordered = new float[of.size()];
      for (int k = 0; k < ordered.length; k++) {
        ordered[k] = scores[predictor.labels().indexOf(of.get(k))];
      }
      return ordered;
    }
  }

  /**
   * The minimum of Σ ‖W h − y‖² + λ ‖W‖² has gradient zero: (Σ h (h·w − y)) + λ w = 0, y being 1
   * for the class and 0 for others. Checked by the predictions of the head on its own samples.
   */
  @Test
  void theHeadMinimisesTheRidgeLoss() {
    Course course = learned(inOrder(), 7);
    AnalyticState state = (AnalyticState) course.replica.method();
    RandomProjection projection = state.projection(course.replica);
    List<String> classes = List.of("c0", "c1", "c2", "c3");
    double[][] residual = new double[4][PROJECTIONS];
    double trace = 0;
    for (int i = 0; i < inputs.size(); i++) {
      float[] h = projection.of(inputs.get(i));
      float[] scores = scores(course, inputs.get(i), classes);
      for (int j = 0; j < PROJECTIONS; j++) {
        trace += (double) h[j] * h[j];
        for (int k = 0; k < 4; k++) {
          residual[k][j] += h[j] * (scores[k] - (labels.get(i).equals("c" + k) ? 1 : 0));
        }
      }
    }
    double lambda = RIDGE * trace / PROJECTIONS;
    RidgeSolution solution = state.solution(RIDGE);
    for (int k = 0; k < 4; k++) {
      float[] w = solution.weights().get(solution.labels().indexOf("c" + k));
      for (int j = 0; j < PROJECTIONS; j++) {
        assertThat(residual[k][j] + lambda * w[j]).isCloseTo(0, within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 50})
  void orderAndBatchesMakeNoDifference(int batchSize) {
    List<Integer> order = new ArrayList<>(inOrder());
    Collections.shuffle(order, random);
    Course one = learned(inOrder(), 7);
    Course other = learned(order, batchSize);
    List<String> classes = List.of("c0", "c1", "c2", "c3");
    for (int i = 0; i < 10; i++) {
      float[] input = gaussian();
      assertThat(scores(other, input, classes))
          .containsExactly(scores(one, input, classes), within(1e-5f));
    }
  }

  @Test
  void moreSamplesAreSolvedAnew() {
    Course course = learned(inOrder(), 50);
    float[] before = scores(course, inputs.getFirst(), List.of("c0", "c1", "c2", "c3"));
    course.learn(List.of("new"), List.of(inputs.getFirst()));
    float[] after = scores(course, inputs.getFirst(), List.of("new", "c0", "c1", "c2", "c3"));
    assertThat(after[0]).isPositive();
    assertThat(after[1]).isNotEqualTo(before[0]);
  }
}
