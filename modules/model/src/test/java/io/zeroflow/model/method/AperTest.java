package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.model.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AperTest {

  private static final int WIDTH = Course.WIDTH;
  private static final MethodOptions OPTIONS =
      new MethodOptions(2, 100, 0.1, 8, 0.1, 10, MethodOptions.Selection.HERDING, 1);

  private final Random random = new Random(41);
  private final Course course = new Course(Methods.APER, OPTIONS);
  private final List<String> labels = new ArrayList<>();
  private final List<float[]> inputs = new ArrayList<>();

  @BeforeEach
  void firstTask() {
    course.begin("first");
    draw(20, "a", "b");
    learn(4);
    learn(4);
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

  private List<Change> learn(int batchSize) {
    List<Change> changes = new ArrayList<>();
    for (int from = 0; from < inputs.size(); from += batchSize) {
      int to = Math.min(from + batchSize, inputs.size());
      changes.add(course.learn(labels.subList(from, to), inputs.subList(from, to)));
    }
    return changes;
  }

  private Map<String, HeadRow> prototypes(Course course) {
    return ((AperState) course.replica.method())
        .prototypes().stream().collect(Collectors.toMap(HeadRow::label, Function.identity()));
  }

  /** The pretrained and the adapted feature, one behind the other. */
  private float[] both(float[] input) {
    float[] both = new float[2 * WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      both[k] = input[k];
      both[WIDTH + k] = input[k] + course.replica.theta().get(k);
    }
    return both;
  }

  private void assertPrototypes(String... classes) {
    ReferenceMeans reference = new ReferenceMeans();
    for (int i = 0; i < inputs.size(); i++) {
      reference.add(labels.get(i), both(inputs.get(i)));
    }
    for (String label : classes) {
      float[] values = Objects.requireNonNull(prototypes(course).get(label)).values();
      assertThat(values).hasSize(2 * WIDTH);
      for (int k = 0; k < values.length; k++) {
        assertThat((double) values[k]).isCloseTo(reference.mean(label)[k], within(1e-6));
      }
    }
  }

  @Test
  void theFirstTaskTrainsAndItsPrototypesAreMeansAtItsEnd() {
    assertThat(course.replica.step()).isPositive();
    assertThat(course.replica.theta().get(0)).isNotZero();
    course.end();
    assertPrototypes("a", "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void laterTasksOnlyAddUpMeansHoweverTheyAreBatched(int batchSize) {
    course.end();
    String theta = course.replica.theta().sha256();
    course.begin("second");
    draw(20, "c", "d", "c");
    assertThat(learn(batchSize)).hasOnlyElementsOfType(Change.Prototypes.class);
    course.end();
    assertPrototypes("c", "d");
    assertThat(Objects.requireNonNull(prototypes(course).get("c")).count()).isEqualTo(13);
    assertThat(prototypes(course)).containsOnlyKeys("a", "b", "c", "d");
    assertThat(course.replica.theta().sha256()).isEqualTo(theta);
  }

  @Test
  void aClassThatComesBackGoesOnFromItsMean() {
    draw(20, "a", "b");
    List<float[]> old = List.copyOf(inputs);
    Course fresh = new Course(Methods.APER, OPTIONS);
    fresh.begin("first");
    fresh.learn(labels, inputs); // warm-up alone: θ stays zero
    fresh.end();
    fresh.begin("second");
    draw(6, "a");
    fresh.learn(labels, inputs);
    ReferenceMeans reference = new ReferenceMeans();
    for (int i = 0; i < old.size(); i += 2) {
      reference.add("a", Features.concatenated(old.get(i), old.get(i)));
    }
    inputs.forEach(input -> reference.add("a", Features.concatenated(input, input)));
    HeadRow mean = Objects.requireNonNull(prototypes(fresh).get("a"));
    assertThat(mean.count()).isEqualTo(16);
    for (int k = 0; k < 2 * WIDTH; k++) {
      assertThat((double) mean.values()[k]).isCloseTo(reference.mean("a")[k], within(1e-6));
    }
  }

  /** The cosine of the whole, not the mean of two cosines, up to the feature's norm. */
  @Test
  void theAnswerIsTheNearestPrototypeOfBothFeatures() {
    course.end();
    course.begin("second");
    draw(30, "c", "d", "e");
    learn(7);
    Predictor predictor = course.method.predictor(course.replica);
    draw(10, "any");
    try (Batch batch = course.batch(inputs)) {
      float[][] scores = predictor.scores(course.samples(labels, inputs, batch).encoded(), batch);
      for (int i = 0; i < scores.length; i++) {
        float[] feature = both(inputs.get(i));
        for (int k = 0; k < 5; k++) {
          float[] mean =
              Objects.requireNonNull(prototypes(course).get(predictor.labels().get(k))).values();
          double dot = 0;
          double square = 0;
          for (int j = 0; j < mean.length; j++) {
            dot += (double) mean[j] * feature[j];
            square += (double) mean[j] * mean[j];
          }
          assertThat((double) scores[i][k]).isCloseTo(dot / Math.sqrt(square), within(1e-5));
        }
      }
    }
  }

  @Test
  void whileTheFirstTaskRunsItsHeadAnswers() {
    assertThat(course.method.predictor(course.replica).labels()).containsExactly("a", "b");
  }

  @Test
  void anEndThatWasInterruptedIsCompleted() {
    course.method.end(course.replica).forEach(course::commit);
    Course again = course.restarted();
    again.end();
    assertThat(prototypes(again)).containsOnlyKeys("a", "b");
    assertThat(((AperState) again.replica.method()).adapted()).isTrue();
    assertPrototypes("a", "b");
    assertThat(Objects.requireNonNull(prototypes(again).get("a")).values())
        .isEqualTo(Objects.requireNonNull(prototypes(course).get("a")).values());
  }

  @Test
  void aClassThatOnlyCameBeforeACrashIsKnownByItsHeadRow() {
    Course again = course.restarted();
    draw(3, "b");
    again.learn(labels, inputs);
    float[] row = Features.normalised(Objects.requireNonNull(again.replica.headRow("a")));
    again.end();
    assertThat(Objects.requireNonNull(prototypes(again).get("a")).values())
        .isEqualTo(Features.concatenated(row, row));
    assertThat(Objects.requireNonNull(prototypes(again).get("b")).count()).isEqualTo(3);
    assertThat(again.method.predictor(again.replica).labels()).contains("a", "b");
  }
}
