package io.zeroflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.ArrayList;
import java.util.List;

/** Losses of several candidates at once, held against those of one by one. */
public final class StackedLosses {

  /** Far enough that every loss is another. */
  private static final float EPS = 0.05f;

  private StackedLosses() {}

  /**
   * Two sides of every direction.
   *
   * @param directions how many
   */
  public static void assertAreThoseOfOneByOne(
      Network network, Theta theta, Batch batch, Target target, int directions) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < directions; i++) {
      candidates.add(new Candidate(theta, new GaussianNoise(), i, EPS));
      candidates.add(new Candidate(theta, new GaussianNoise(), i, -EPS));
    }
    String before = theta.sha256();
    Theta work = Theta.allocate(theta.capacity());
    double[] losses = network.losses(candidates, work, batch, target);
    assertThat(losses).hasSize(candidates.size()).doesNotHaveDuplicates();
    for (int i = 0; i < losses.length; i++) {
      candidates.get(i).writeTo(work);
      double alone = network.loss(work, batch, target);
      assertThat(losses[i]).as("candidate %d", i).isCloseTo(alone, within(2e-6 * (1 + alone)));
    }
    assertThat(theta.sha256()).isEqualTo(before);
  }
}
