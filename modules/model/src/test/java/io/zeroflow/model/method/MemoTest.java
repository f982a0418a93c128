package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Input;
import io.zeroflow.model.InputCodec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** MEMO on the toy network, whose module is a shift of the input, against its own formulas. */
class MemoTest {

  private static final int WIDTH = Course.WIDTH;
  private static final int WARM_UP = 4;
  private static final int BUFFER = 12;
  private static final double TEMPERATURE = 10; // of the toy network

  private final Random random = new Random(91);
  private final Course course =
      new Course(
          Methods.MEMO,
          new MethodOptions(WARM_UP, 30, 0.1, 8, 0.1, BUFFER, MethodOptions.Selection.HERDING, 1));

  /** A module as it was when its task ended: the shift, and its rows. */
  private record Module(double[] shift, Map<String, float[]> rows) {}

  private final List<Module> modules = new ArrayList<>();

  private List<float[]> gaussians(int n) {
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] values = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        values[k] = (float) random.nextGaussian();
      }
      all.add(values);
    }
    return all;
  }

  /** A task of classes with ten samples each, all in every batch, and what it leaves. */
  private void learn(String task, String... labels) {
    course.begin(task);
    List<String> own = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      own.addAll(List.of(labels));
    }
    List<float[]> inputs = gaussians(own.size());
    for (int from = 0; from < own.size(); from += 2 * labels.length) {
      int to = from + 2 * labels.length;
      course.learn(own.subList(from, to), inputs.subList(from, to));
    }
    keep();
    course.end();
  }

  private void keep() {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (String label : course.replica.labels()) {
      rows.put(label, Objects.requireNonNull(course.replica.headRow(label)));
    }
    modules.add(new Module(shift(course.replica.theta()), rows));
  }

  private static double[] shift(Theta theta) {
    double[] shift = new double[WIDTH];
    Arrays.setAll(shift, theta::get);
    return shift;
  }

  private MemoState state() {
    return (MemoState) course.replica.method();
  }

  private static double cosine(double[] shift, float[] input, float[] row) {
    double[] feature = new double[WIDTH];
    Arrays.setAll(feature, k -> input[k] + shift[k]);
    double[] direction = new double[WIDTH];
    Arrays.setAll(direction, k -> row[k]);
    return ReferenceEase.dot(ReferenceEase.unit(feature), ReferenceEase.unit(direction));
  }

  /**
   * What the modules that are over say of a class: their rows, or the means that they were given.
   */
  private double earlier(float[] input, String label) {
    double sum = 0;
    for (int i = 0; i < modules.size(); i++) {
      HeadRow column = state().column(i, label);
      if (column != null) {
        sum += TEMPERATURE * cosine(modules.get(i).shift(), input, column.values());
      }
    }
    return sum;
  }

  @Test
  void aModuleThatIsOverKeepsItsShiftAndItsRows() {
    learn("t0", "a", "b");
    learn("t1", "c");
    learn("t2", "d", "e");
    assertThat(state().modules()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      double[] kept = new double[WIDTH];
      float[] adapters = state().adapters(i);
      Arrays.setAll(kept, k -> adapters[k]);
      assertThat(kept).isEqualTo(modules.get(i).shift());
      int module = i;
      modules
          .get(i)
          .rows()
          .forEach(
              (label, row) ->
                  assertThat(Objects.requireNonNull(state().column(module, label)).values())
                      .isEqualTo(row));
    }
    assertThat(modules.get(2).rows()).containsOnlyKeys("a", "b", "c", "d", "e");
  }

  /** d is that of one module whatever came before. */
  @Test
  void thetaHoldsOneModuleAndARowAClass() {
    learn("t0", "a", "b");
    learn("t1", "c");
    learn("t2", "d", "e");
    assertThat(course.replica.theta().size()).isEqualTo(WIDTH + 5 * WIDTH);
  }

  @Test
  void laterClassesAreKnownToEarlierModulesByTheirMeans() {
    learn("t0", "a", "b");
    course.begin("t1");
    List<float[]> first = gaussians(3);
    List<float[]> more = gaussians(3);
    course.learn(List.of("c", "c", "c"), first);
    course.learn(List.of("c", "c", "a"), more); // one more than the warm-up wants; "a" is settled
    double[] mean = new double[WIDTH];
    for (float[] input :
        List.of(first.get(0), first.get(1), first.get(2), more.get(0), more.get(1))) {
      double[] feature = new double[WIDTH];
      Arrays.setAll(feature, k -> input[k] + modules.getFirst().shift()[k]);
      double[] unit = ReferenceEase.unit(feature);
      Arrays.setAll(mean, k -> mean[k] + unit[k] / 5);
    }
    HeadRow column = Objects.requireNonNull(state().column(0, "c"));
    assertThat(column.count()).isEqualTo(5);
    for (int k = 0; k < WIDTH; k++) {
      assertThat((double) column.values()[k]).isCloseTo(mean[k], within(1e-6));
    }
    assertThat(Objects.requireNonNull(state().column(0, "a")).values())
        .isEqualTo(modules.getFirst().rows().get("a"));
  }

  @Test
  void theBuffersClassesGetRowsInTheNewModuleFromTheBuffer() {
    learn("t0", "a", "b");
    course.begin("t1");
    assertThat(course.replica.labels()).isEmpty();
    course.learn(List.of("c"), gaussians(1));
    assertThat(course.replica.labels()).containsExactlyInAnyOrder("a", "b", "c");
    double[] mean = new double[WIDTH];
    List<KeptSample> own =
        state().buffer().samples().stream().filter(s -> s.label().equals("a")).toList();
    for (KeptSample sample : own) {
      float[] values = ((Input.Pixels) InputCodec.decode(sample.input())).values();
      double[] feature = new double[WIDTH];
      Arrays.setAll(feature, k -> values[k]); // a fresh module shifts nothing
      double[] unit = ReferenceEase.unit(feature);
      Arrays.setAll(mean, k -> mean[k] + unit[k] / own.size());
    }
    float[] row = Objects.requireNonNull(course.replica.headRow("a"));
    for (int k = 0; k < WIDTH; k++) {
      assertThat((double) row[k]).isCloseTo(mean[k], within(1e-6));
    }
  }

  /** A batch as large as the buffer draws all of it, so that the loss is known. */
  @Test
  void theLossIsThatOfTaskAndBufferBesideTheEarlierModules() {
    learn("t0", "a", "b");
    learn("t1", "c");
    course.begin("t2");
    course.learn(List.of("d", "d", "d", "d"), gaussians(4));
    List<float[]> inputs = gaussians(BUFFER);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < BUFFER; i++) {
      labels.add(List.of("d", "a").get(i % 2));
    }
    Theta candidate = course.replica.theta().copy();
    candidate.set(2, 0.3f);
    double current = 0;
    for (int i = 0; i < BUFFER; i++) {
      current += loss(candidate, inputs.get(i), labels.get(i)) / BUFFER;
    }
    List<KeptSample> buffer = state().buffer().samples();
    assertThat(buffer).hasSize(BUFFER);
    double replayed = 0;
    for (KeptSample sample : buffer) {
      float[] values = ((Input.Pixels) InputCodec.decode(sample.input())).values();
      replayed += loss(candidate, values, sample.label()) / buffer.size();
    }
    double share = (4.0 + BUFFER) / (4 + BUFFER + BUFFER); // samples of the task, and the buffer's
    try (Lesson lesson = course.lesson(labels, inputs)) {
      double loss = ((Lesson.Step) lesson).objective().loss(candidate);
      assertThat(loss).isCloseTo(share * current + (1 - share) * replayed, within(1e-5));
    }
  }

  private double loss(Theta theta, float[] input, String right) {
    double own = 0;
    double all = 0;
    double rightOwn = 0;
    double rightAll = 0;
    for (String label : course.replica.labels()) {
      float[] row = new float[WIDTH];
      theta.read((course.replica.headRowNumber(label) + 1) * WIDTH, row, WIDTH);
      double logit = TEMPERATURE * cosine(shift(theta), input, row);
      double boosted = logit + earlier(input, label);
      own += Math.exp(logit);
      all += Math.exp(boosted);
      if (label.equals(right)) {
        rightOwn = logit;
        rightAll = boosted;
      }
    }
    return Math.log(own) - rightOwn + Math.log(all) - rightAll;
  }

  @Test
  void scoresAreTheSumOverAllModules() {
    learn("t0", "a", "b");
    learn("t1", "c");
    learn("t2", "d", "e");
    assertScoresAreSums();
    course.begin("t3"); // nothing of it has come yet: all is as before
    assertScoresAreSums();
  }

  private void assertScoresAreSums() {
    Predictor predictor = course.method.predictor(course.replica);
    assertThat(predictor.labels()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    List<float[]> inputs = gaussians(4);
    try (Batch batch = course.batch(inputs)) {
      float[][] scores = predictor.scores(List.of(), batch);
      for (int i = 0; i < scores.length; i++) {
        for (int k = 0; k < scores[i].length; k++) {
          assertThat((double) scores[i][k])
              .isCloseTo(earlier(inputs.get(i), predictor.labels().get(k)), within(1e-4));
        }
      }
    }
  }

  @Test
  void aRunningTaskHasItsSay() {
    learn("t0", "a", "b");
    course.begin("t1");
    course.learn(List.of("c", "c", "c", "c"), gaussians(4));
    course.learn(List.of("c"), gaussians(1)); // a step
    Predictor predictor = course.method.predictor(course.replica);
    assertThat(predictor.labels()).containsExactlyInAnyOrder("a", "b", "c");
    List<float[]> inputs = gaussians(3);
    Theta theta = course.replica.theta();
    try (Batch batch = course.batch(inputs)) {
      float[][] scores = predictor.scores(List.of(), batch);
      for (int i = 0; i < scores.length; i++) {
        for (int k = 0; k < scores[i].length; k++) {
          String label = predictor.labels().get(k);
          float[] row = Objects.requireNonNull(course.replica.headRow(label));
          double own = TEMPERATURE * cosine(shift(theta), inputs.get(i), row);
          assertThat((double) scores[i][k])
              .isCloseTo(own + earlier(inputs.get(i), label), within(1e-4));
        }
      }
    }
  }

  /**
   * A crash lost the samples of a class before the buffer had any: its columns are what is left.
   */
  @Test
  void aClassThatNeverReachedTheBufferIsNotForgotten() {
    course.begin("t0");
    course.learn(List.of("a", "a", "a", "a", "b", "b", "b", "b"), gaussians(8));
    Course again = course.restarted();
    again.learn(List.of("b", "b"), gaussians(2));
    again.end();
    assertThat(((MemoState) again.replica.method()).buffer().knows("a")).isFalse();
    again.begin("t1");
    again.learn(List.of("c", "c", "c", "c"), gaussians(4));
    assertThat(again.learn(List.of("c", "c"), gaussians(2))).isInstanceOf(Change.Step.class);
    assertThat(again.method.predictor(again.replica).labels())
        .containsExactlyInAnyOrder("a", "b", "c");
    again.learn(List.of("a", "c"), gaussians(2)); // it comes again and warms up
    assertThat(again.replica.headCount("a")).isEqualTo(1);
    again.end();
    assertThat(((MemoState) again.replica.method()).buffer().knows("a")).isTrue();
  }

  @Test
  void beforeTheFirstSampleNothingIsKnown() {
    assertThat(course.method.predictor(course.replica).labels()).isEmpty();
    try (Batch batch = course.batch(gaussians(2))) {
      assertThat(course.method.predictor(course.replica).scores(List.of(), batch))
          .isDeepEqualTo(new float[2][0]);
    }
  }
}
