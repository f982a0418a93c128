package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Target;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {

  private static final int WIDTH = 5;
  private static final int WARM_UP = 6;

  private final ToyNetwork network = new ToyNetwork(WIDTH);
  private final FineTune fineTune = new FineTune(network, WARM_UP);
  private final SimpleCil simpleCil = new SimpleCil(network);
  private final ToyHead head = new ToyHead();
  private final Theta theta = Theta.allocate(1000);
  private final List<String> labels = new ArrayList<>();
  private final List<float[]> inputs = new ArrayList<>();

  /** 60 samples of 3 classes in random order. */
  @BeforeEach
  void samples() {
    network.slices().forEach(slice -> theta.append(slice, 1));
    theta.append(new SliceSpec("rows", List.of(3, WIDTH), new Init.Uniform(1)), 2);
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

  @Test
  void namesAreThoseOfTheConfiguration() {
    assertThat(fineTune.name()).isEqualTo("fine-tune");
    assertThat(simpleCil.name()).isEqualTo("simple-cil");
  }

  @Test
  void fineTuneBuildsRowsUntilTheyAreWarmAndThenSteps() {
    List<String> kinds = new ArrayList<>();
    for (int batch = 0; batch < 4; batch++) {
      List<String> same = List.of("a", "a");
      switch (lesson(fineTune, same, inputs.subList(2 * batch, 2 * batch + 2))) {
        case Lesson.Rows rows -> {
          head.write(rows.rows());
          kinds.add("rows of " + head.count("a"));
        }
        case Lesson.Step step -> kinds.add("step");
      }
    }
    assertThat(kinds).containsExactly("rows of 2", "rows of 4", "rows of 6", "step");
  }

  @Test
  void oneColdClassMakesTheWholeBatchWarmUpAndWarmRowsAreLeftAlone() {
    warm("old");
    Lesson lesson = lesson(fineTune, List.of("old", "new", "old"), inputs.subList(0, 3));
    assertThat(((Lesson.Rows) lesson).rows())
        .extracting(ClassMean::label, ClassMean::count)
        .containsExactly(tuple("new", 1L));
  }

  @Test
  void aRowGoesOnFromWhatTheHeadHolds() {
    head.write(List.of(new ClassMean("a", 3, new float[] {0, 0, 0, 1, 0})));
    Lesson lesson = lesson(fineTune, List.of("a"), List.of(new float[] {0, 7, 0, 0, 0}));
    ClassMean mean = ((Lesson.Rows) lesson).rows().getFirst();
    assertThat(mean.count()).isEqualTo(4);
    assertThat(mean.values()).containsExactly(0, 0.25f, 0, 0.75f, 0);
  }

  @Test
  void rowsAreMeansOfFeaturesAtTheCurrentTheta() {
    theta.set(2, 50f);
    Lesson lesson = lesson(fineTune, List.of("a"), List.of(new float[] {0, 0, -20f, 0, 40f}));
    assertThat(((Lesson.Rows) lesson).rows().getFirst().values())
        .containsExactly(new float[] {0, 0, 0.6f, 0, 0.8f}, within(1e-6f));
  }

  @Test
  void theLossOfAStepIsThatOfTheRightRowsAtTheCandidate() {
    warm("x");
    warm("y");
    warm("z");
    try (Batch batch = batch(inputs.subList(0, 3))) {
      Lesson lesson = fineTune.lesson(head, theta, batch, List.of("z", "x", "y"));
      Theta candidate = theta.copy();
      candidate.set(0, 3f);
      double loss = ((Lesson.Step) lesson).objective().loss(candidate);
      assertThat(loss)
          .isEqualTo(network.loss(candidate, batch, new Target.Rows(new int[] {2, 0, 1})));
      assertThat(loss)
          .isNotEqualTo(network.loss(theta, batch, new Target.Rows(new int[] {2, 0, 1})));
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
    assertHeadIs(reference);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void fineTuneWarmsUpToTheSameRowsHoweverSamplesAreBatched(int batchSize) {
    labels.replaceAll(label -> "only");
    run(fineTune, batchSize);
    ReferenceMeans reference = new ReferenceMeans();
    inputs.subList(0, WARM_UP).forEach(input -> reference.add("only", input));
    assertHeadIs(reference);
  }

  /** What it knows is in the head: one that comes back after a crash decides as before. */
  @Test
  void methodsHoldNoState() {
    for (int i = 0; i + 4 <= inputs.size(); i += 4) {
      List<String> names = labels.subList(i, i + 4);
      List<float[]> values = inputs.subList(i, i + 4);
      for (ContinualMethod method : List.of(fineTune, simpleCil)) {
        ContinualMethod fresh =
            method == fineTune ? new FineTune(network, WARM_UP) : new SimpleCil(network);
        assertSame(lesson(method, names, values), lesson(fresh, names, values));
      }
      if (lesson(fineTune, names, values) instanceof Lesson.Rows(List<ClassMean> rows)) {
        head.write(rows);
      }
    }
    assertThat(head.count("c0")).isGreaterThanOrEqualTo(WARM_UP);
  }

  private static void assertSame(Lesson a, Lesson b) {
    assertThat(a).hasSameClassAs(b);
    if (a instanceof Lesson.Rows) {
      assertThat(a).usingRecursiveComparison().isEqualTo(b);
    }
  }

  private void run(ContinualMethod method, int batchSize) {
    for (int from = 0; from < inputs.size(); from += batchSize) {
      int to = Math.min(from + batchSize, inputs.size());
      switch (lesson(method, labels.subList(from, to), inputs.subList(from, to))) {
        case Lesson.Rows rows -> head.write(rows.rows());
        case Lesson.Step step -> assertThat(step.objective().loss(theta)).isFinite();
      }
    }
  }

  private void assertHeadIs(ReferenceMeans reference) {
    for (String label : reference.labels()) {
      assertThat(head.count(label)).isEqualTo(reference.count(label));
      double[] expected = reference.mean(label);
      float[] row = Objects.requireNonNull(head.values(label));
      for (int i = 0; i < WIDTH; i++) {
        assertThat((double) row[i]).isCloseTo(expected[i], within(1e-6));
      }
    }
  }

  private Lesson lesson(ContinualMethod method, List<String> names, List<float[]> values) {
    try (Batch batch = batch(values)) {
      return method.lesson(head, theta, batch, names);
    }
  }

  private Batch batch(List<float[]> values) {
    return network.batch(values.toArray(float[][]::new));
  }

  private void warm(String label) {
    head.write(List.of(new ClassMean(label, WARM_UP, new float[WIDTH])));
  }
}
