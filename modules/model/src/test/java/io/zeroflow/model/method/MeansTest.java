package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.HeadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeansTest {

  private static final int WIDTH = 12;

  private final Random random = new Random(11);

  @Test
  void meansAreThoseOfNormalisedFeatures() {
    MeanAccumulator means = new MeanAccumulator();
    ReferenceMeans reference = new ReferenceMeans();
    for (int i = 0; i < 500; i++) {
      String label = "c" + random.nextInt(7);
      float[] feature = feature(Math.pow(10, random.nextInt(7) - 3));
      means.add(label, feature);
      reference.add(label, feature);
    }
    assertThat(means.means()).extracting(HeadRow::label).isEqualTo(reference.labels());
    for (HeadRow mean : means.means()) {
      assertThat(mean.count()).isEqualTo(reference.count(mean.label()));
      assertClose(mean.values(), reference.mean(mean.label()));
    }
  }

  @Test
  void aSeededMeanGoesOnAsIfItHadSeenAllSamples() {
    List<float[]> features = new ArrayList<>();
    MeanAccumulator whole = new MeanAccumulator();
    for (int i = 0; i < 40; i++) {
      features.add(feature(1));
      whole.add("c", features.get(i));
    }
    MeanAccumulator firstPart = new MeanAccumulator();
    features.subList(0, 25).forEach(f -> firstPart.add("c", f));
    HeadRow seed = firstPart.means().getFirst();

    MeanAccumulator rest = new MeanAccumulator();
    assertThat(rest.contains("c")).isFalse();
    rest.seed("c", seed.values(), seed.count());
    assertThat(rest.contains("c")).isTrue();
    features.subList(25, 40).forEach(f -> rest.add("c", f));

    HeadRow mean = rest.means().getFirst();
    assertThat(mean.count()).isEqualTo(40);
    assertThat(mean.values()).containsExactly(whole.means().getFirst().values(), within(1e-6f));
  }

  @Test
  void anArrayThatWasHandedOutDoesNotChangeAnyMore() {
    MeanAccumulator means = new MeanAccumulator();
    means.add("c", feature(1));
    float[] first = means.means().getFirst().values();
    float[] copy = first.clone();
    means.add("c", feature(1));
    assertThat(first).isEqualTo(copy);
  }

  @Test
  void clearForgetsEverything() {
    MeanAccumulator means = new MeanAccumulator();
    means.add("c", feature(1));
    means.clear();
    assertThat(means.means()).isEmpty();
    float[] feature = feature(1);
    means.add("c", feature);
    assertThat(means.means()).extracting(HeadRow::count).containsExactly(1L);
  }

  @Test
  void aFeatureOfZerosCountsAndStaysFinite() {
    MeanAccumulator means = new MeanAccumulator();
    means.add("c", new float[WIDTH]);
    assertThat(means.means().getFirst().count()).isEqualTo(1);
    assertThat(means.means().getFirst().values()).containsOnly(0f);
  }

  @Test
  void theNearestMeanIsTheOneOfTheLargestCosine() {
    ReferenceMeans reference = new ReferenceMeans();
    MeanAccumulator means = new MeanAccumulator();
    for (int i = 0; i < 60; i++) {
      float[] feature = feature(1);
      reference.add("c" + i % 9, feature);
      means.add("c" + i % 9, feature);
    }
    NearestMean nearest = new NearestMean(means.means());
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] feature = feature(5);
      String answer = nearest.predict(feature);
      assertThat(answer).isEqualTo(reference.nearest(feature));
      answers.add(String.valueOf(answer));
    }
    assertThat(answers).contains("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8");
  }

  @Test
  void aLongMeanHasNoAdvantage() {
    NearestMean nearest =
        new NearestMean(
            List.of(
                new HeadRow("long", 1, new float[] {100, 100}),
                new HeadRow("short", 1, new float[] {0.01f, 0})));
    assertThat(nearest.predict(new float[] {1, 0.1f})).isEqualTo("short");
    assertThat(nearest.predict(new float[] {1, 0.9f})).isEqualTo("long");
  }

  @Test
  void aRestrictionLeavesOtherLabelsOut() {
    NearestMean nearest =
        new NearestMean(
            List.of(
                new HeadRow("x", 1, new float[] {1, 0}),
                new HeadRow("y", 1, new float[] {0, 1}),
                new HeadRow("-x", 1, new float[] {-1, 0})));
    float[] feature = {1, 0.5f};
    assertThat(nearest.predict(feature)).isEqualTo("x");
    assertThat(nearest.restrictedTo(List.of("y", "-x", "unknown")).predict(feature)).isEqualTo("y");
    assertThat(nearest.restrictedTo(List.of("-x")).predict(feature)).isEqualTo("-x");
    assertThat(nearest.restrictedTo(List.of("unknown")).predict(feature)).isNull();
    assertThat(nearest.predict(feature)).isEqualTo("x");
  }

  @Test
  void withoutMeansThereIsNoAnswer() {
    assertThat(new NearestMean(List.of()).predict(feature(1))).isNull();
  }

  private float[] feature(double norm) {
    float[] feature = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      feature[i] = (float) (norm * random.nextGaussian());
    }
    return feature;
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
    }
  }
}
