package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Batch;
import io.zeroflow.model.StackedLosses;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several candidates in one call: with one adapter or none stacked, with more one by one. */
class MiniLmStackedTest {

  private static final int ROWS = 3;
  private static final Target RIGHT = new Target.Rows(new int[] {0, 2, 1, 0});
  private static final Target TEACHER =
      new Target.Teacher(new float[][] {{9, -4}, {1, 2}, {0, 0}, {-3, 5}});

  private static final Target BOOSTED =
      new Target.Boosted(
          new int[] {0, 2, 1, 0}, new float[][] {{1, -1, 3}, {0, 0, 4}, {2, 0, -5}, {1, 1, 1}});

  private static Batch batch(MiniLm network) {
    return network.collate(Loaded.encode(network, Loaded.TEXTS.stream()));
  }

  /** 60 directions are more than one call takes. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0, 4", "1, 1", "1, 4", "1, 60", "2, 1", "2, 2"})
  void lossesAreThoseOfOneByOne(int adaptedBlocks, int directions) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    Theta theta = Loaded.moved(network, ROWS);
    try (Batch batch = batch(network)) {
      StackedLosses.assertAreThoseOfOneByOne(network, theta, batch, RIGHT, directions);
      StackedLosses.assertAreThoseOfOneByOne(network, theta, batch, TEACHER, directions);
      StackedLosses.assertAreThoseOfOneByOne(network, theta, batch, BOOSTED, directions);
    }
  }

  /** One of a stack is not finite: it spoils no other. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aCandidateBeyondAllNumbersSpoilsNoOther(int adaptedBlocks) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    Theta theta = Loaded.moved(network, ROWS);
    Theta work = Theta.allocate(theta.capacity());
    List<Candidate> candidates =
        List.of(
            new Candidate(theta, new GaussianNoise(), 1, 0.01f),
            new Candidate(theta, new GaussianNoise(), 1, Float.NaN),
            new Candidate(theta, new GaussianNoise(), 1, -0.01f));
    try (Batch batch = batch(network)) {
      double[] losses = network.losses(candidates, work, batch, RIGHT);
      assertThat(losses[1]).isNaN();
      assertThat(losses[0]).isFinite();
      assertThat(losses[2]).isFinite();
    }
  }

  /** Whoever asks twice gets the same bits: a step that a crash lost is measured again. */
  @Test
  void lossesAreAFunctionOfTheCandidates() {
    MiniLm network = Loaded.minilm(1);
    Theta theta = Loaded.moved(network, ROWS);
    Theta work = Theta.allocate(theta.capacity());
    Candidate one = new Candidate(theta, new GaussianNoise(), 1, 0.01f);
    try (Batch batch = batch(network)) {
      double[] losses = network.losses(Collections.nCopies(4, one), work, batch, RIGHT);
      assertThat(losses).containsOnly(losses[0]);
      assertThat(network.losses(Collections.nCopies(4, one), work, batch, RIGHT)).isEqualTo(losses);
    }
  }
}
