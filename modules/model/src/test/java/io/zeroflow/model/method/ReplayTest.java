package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Input;
import io.zeroflow.model.InputCodec;
import io.zeroflow.model.Target;
import io.zeroflow.model.method.MethodOptions.Selection;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

  private static final int WIDTH = Course.WIDTH;
  private static final int BUFFER = 12;

  private final Random random = new Random(71);
  private final Course course = course(Selection.HERDING);

  private static Course course(Selection selection) {
    return new Course(Methods.REPLAY, new MethodOptions(4, 30, 0.1, 8, 0.1, BUFFER, selection, 1));
  }

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

  /** A task of classes with ten samples each; their inputs by class. */
  private List<List<float[]>> learn(Course course, String task, String... labels) {
    course.begin(task);
    List<List<float[]>> inputs = new ArrayList<>();
    for (String label : labels) {
      List<float[]> own = gaussians(10);
      course.learn(Collections.nCopies(10, label), own);
      inputs.add(own);
    }
    course.end();
    return inputs;
  }

  private static List<KeptSample> buffer(Course course) {
    return ((ReplayState) course.replica.method()).samples();
  }

  private static List<KeptSample> buffer(Course course, String label) {
    return buffer(course).stream().filter(sample -> sample.label().equals(label)).toList();
  }

  private static float[] values(KeptSample sample) {
    return ((Input.Pixels) InputCodec.decode(sample.input())).values();
  }

  private double loss(Theta theta, List<float[]> inputs, List<String> labels) {
    int[] rows = labels.stream().mapToInt(course.replica::headRowNumber).toArray();
    try (Batch batch = course.batch(inputs)) {
      return course.network.loss(theta, batch, new Target.Rows(rows));
    }
  }

  /** Batches as large as the buffer, so that all of it is drawn and the loss is known. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void theLossIsTheCurrentOneByOneOverNAndThatOfTheBufferByTheRest(int tasks) {
    for (int task = 1; task < tasks; task++) {
      learn(course, "t" + task, "a" + task, "b" + task);
    }
    course.begin("t" + tasks);
    course.learn(Collections.nCopies(4, "new"), gaussians(4));
    List<float[]> inputs = gaussians(BUFFER);
    List<String> labels = Collections.nCopies(BUFFER, "new");
    Theta candidate = course.replica.theta().copy();
    candidate.set(1, 0.7f);
    double current = loss(candidate, inputs, labels);
    double replayed =
        loss(
            candidate,
            buffer(course).stream().map(ReplayTest::values).toList(),
            buffer(course).stream().map(KeptSample::label).toList());
    try (Lesson lesson = course.lesson(labels, inputs)) {
      double loss = ((Lesson.Step) lesson).objective().loss(candidate);
      assertThat(loss).isCloseTo(current / tasks + (1 - 1.0 / tasks) * replayed, within(1e-9));
    }
  }

  /** A task that comes back is no further context. */
  @Test
  void contextsAreCountedOnce() {
    learn(course, "t1", "a");
    learn(course, "t2", "b");
    course.commit(new Change.TaskEnded("never began", List.of()));
    course.begin("t1");
    assertThat(((ReplayState) course.replica.method()).tasks()).isEqualTo(2);
    course.end();
    course.begin("t3");
    assertThat(((ReplayState) course.replica.method()).tasks()).isEqualTo(3);
  }

  @Test
  void theFirstTaskReplaysNothing() {
    course.begin("t1");
    course.learn(Collections.nCopies(4, "a"), gaussians(4));
    course.learn(Collections.nCopies(4, "b"), gaussians(4));
    List<float[]> inputs = gaussians(3);
    List<String> labels = List.of("a", "b", "b");
    Theta theta = course.replica.theta();
    double loss = ((Lesson.Step) course.lesson(labels, inputs)).objective().loss(theta);
    assertThat(loss).isEqualTo(loss(theta, inputs, labels));
  }

  @ParameterizedTest
  @EnumSource
  void sharesShrinkByDroppingTheLastAndTheBufferIsBounded(Selection selection) {
    Course own = course(selection);
    learn(own, "t1", "a", "b");
    List<KeptSample> a = buffer(own, "a");
    assertThat(a).hasSize(6);
    assertThat(buffer(own)).hasSize(BUFFER);
    learn(own, "t2", "c", "d", "e");
    assertThat(buffer(own, "a")).isEqualTo(a.subList(0, 2));
    assertThat(buffer(own, "e")).hasSize(2);
    learn(own, "t3", "f");
    assertThat(buffer(own)).hasSize(BUFFER);
    learn(own, "t4", "g", "h", "i", "j", "k");
    assertThat(buffer(own)).hasSize(11);
    assertThat(buffer(own, "a")).isEqualTo(a.subList(0, 1));
    learn(own, "t5", "l", "m");
    assertThat(buffer(own)).as("one of each class at least").hasSize(13);
    assertThat(((ReplayState) own.follower().method()).samples()).hasSize(13);
  }

  @Test
  void aClassThatComesBackIsReplacedAndTakesNoSecondShare() {
    learn(course, "t1", "a", "b");
    List<float[]> again = learn(course, "t2", "b", "c").getFirst();
    assertThat(buffer(course, "a")).hasSize(4);
    assertThat(buffer(course, "b")).hasSize(4);
    assertThat(buffer(course, "c")).hasSize(4);
    Set<List<Float>> expected =
        again.stream().map(ReplayTest::list).collect(Collectors.toCollection(HashSet::new));
    assertThat(buffer(course, "b")).allMatch(s -> expected.contains(list(values(s))));
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  /** By trying all that could come next, with means computed from scratch. */
  @Test
  void herdingIsTheGreedyChoice() {
    course.begin("t1");
    List<float[]> inputs = gaussians(15);
    course.learn(Collections.nCopies(15, "a"), inputs);
    course.learn(Collections.nCopies(5, "a"), inputs.subList(0, 5)); // a step, so that θ moves
    List<double[]> features =
        inputs.stream()
            .map(
                input -> {
                  double[] feature = new double[WIDTH];
                  Arrays.setAll(feature, k -> input[k] + course.replica.theta().get(k));
                  return ReferenceEase.unit(feature);
                })
            .toList();
    course.end();
    double[] mean = mean(features);
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < BUFFER) {
      int best = -1;
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < features.size(); i++) {
        if (!chosen.contains(i)) {
          List<double[]> with = new ArrayList<>(chosen.stream().map(features::get).toList());
          with.add(features.get(i));
          double[] difference = mean(with);
          Arrays.setAll(difference, k -> mean[k] - difference[k]);
          double distance = ReferenceEase.dot(difference, difference);
          if (distance < nearest) {
            nearest = distance;
            best = i;
          }
        }
      }
      chosen.add(best);
    }
    assertThat(buffer(course).stream().map(ReplayTest::values))
        .containsExactlyElementsOf(chosen.stream().map(inputs::get).toList());
  }

  private static double[] mean(List<double[]> vectors) {
    double[] mean = new double[WIDTH];
    for (double[] vector : vectors) {
      Arrays.setAll(mean, k -> mean[k] + vector[k] / vectors.size());
    }
    return mean;
  }

  /** Losses of single samples, all different, tell from a draw's loss which were drawn. */
  @Test
  void drawsAreWithoutRepetitionAndAFunctionOfSeedAndStep() {
    learn(course, "t1", "a", "b");
    course.begin("t2");
    course.learn(Collections.nCopies(4, "new"), gaussians(4));
    Set<Set<Integer>> drawn = new HashSet<>();
    int[] counts = new int[BUFFER];
    int steps = 60;
    for (int step = 0; step < steps; step++) {
      List<float[]> inputs = gaussians(2);
      Set<Integer> pair = drawn(course, inputs);
      assertThat(pair).hasSize(2);
      assertThat(drawn(course.restarted(), inputs)).isEqualTo(pair);
      pair.forEach(i -> counts[i]++);
      drawn.add(pair);
      course.learn(List.of("new", "new"), inputs);
    }
    assertThat(drawn.size()).isGreaterThan(30); // of 66 pairs
    assertThat(counts).doesNotContain(0);
  }

  private Set<Integer> drawn(Course of, List<float[]> inputs) {
    List<String> labels = List.of("new", "new");
    Theta theta = of.replica.theta();
    double mixed;
    try (Lesson lesson = of.lesson(labels, inputs)) {
      mixed = ((Lesson.Step) lesson).objective().loss(theta);
    }
    double replayed = 2 * mixed - loss(theta, inputs, labels);
    List<KeptSample> buffer = buffer(of);
    for (int i = 0; i < buffer.size(); i++) {
      for (int j = 0; j < buffer.size(); j++) {
        double both = loss(theta, buffer.get(i)) + loss(theta, buffer.get(j));
        if (Math.abs(both / 2 - replayed) < 1e-9) {
          return new HashSet<>(List.of(i, j));
        }
      }
    }
    return Set.of();
  }

  private double loss(Theta theta, KeptSample sample) {
    return loss(theta, List.of(values(sample)), List.of(sample.label()));
  }

  @Test
  void anEndThatWasInterruptedIsCompleted() {
    learn(course, "t1", "a", "b");
    course.begin("t2");
    course.learn(Collections.nCopies(10, "c"), gaussians(10));
    course.method.end(course.replica).forEach(course::commit);
    Course again = course.restarted();
    again.end();
    assertThat(buffer(again, "c")).hasSize(4);
    assertThat(buffer(again)).hasSize(BUFFER);
  }
}
