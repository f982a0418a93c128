package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FisherTest {

  private static final int DIRECTIONS = 8;
  private static final int WIDTH = 3;

  /** Loss is linear in θ, so that its derivatives are known; three coordinates a part. */
  private static final double[] GRADIENT = {1, -2, 2, 0, 0, 0, 0.5, 0, -0.5};

  private static final class Linear implements Network {
    private final ToyNetwork toy = new ToyNetwork(WIDTH);

    @Override
    public String name() {
      return "linear";
    }

    @Override
    public String device() {
      return "cpu";
    }

    @Override
    public int featureSize() {
      return WIDTH;
    }

    @Override
    public List<SliceSpec> slices() {
      return List.of(SliceSpec.zeros("down", WIDTH), SliceSpec.zeros("up", WIDTH));
    }

    @Override
    public void check(Input input) {}

    @Override
    public Encoded encode(Input input) {
      return toy.encode(input);
    }

    @Override
    public Batch collate(List<Encoded> inputs) {
      return toy.collate(inputs);
    }

    @Override
    public double loss(Theta theta, Batch batch, Target target) {
      double loss = 0;
      for (int i = 0; i < GRADIENT.length; i++) {
        loss += GRADIENT[i] * theta.get(i);
      }
      return loss;
    }

    @Override
    public float[][] logits(Theta theta, Batch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[][] features(Theta theta, Batch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final Linear network = new Linear();

  private static void apply(Replica replica, Change change) {
    JournalRecord record = replica.next(0, Instant.EPOCH, List.of(), change);
    replica.apply(record);
  }

  private Replica replica(long seed) {
    Replica replica = new Replica(new AnchorState(new Fisher()));
    apply(
        replica,
        new Change.ModelCreated(
            "m", seed, "linear", "ewc", 30, WIDTH, network.slices(), Strategy.parse("zo-sgd")));
    apply(replica, new Change.HeadRows(List.of(new HeadRow("a", 1, new float[WIDTH]))));
    apply(replica, new Change.TaskStarted("t"));
    return replica;
  }

  private TaskSample sample(int n) {
    TaskSample sample = new TaskSample(n);
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      inputs.add(ToyNetwork.input(i, 0, 0));
    }
    List<Encoded> encoded = inputs.stream().map(network::encode).toList();
    sample.add(
        new Samples(inputs, encoded, network.collate(encoded), Collections.nCopies(n, "a")), 1);
    return sample;
  }

  private List<Float> probed(long seed, int samples) {
    Change probe = Fisher.probe(network, replica(seed), sample(samples));
    return ((Change.Probed) probe).derivatives();
  }

  /** E[(g · z)²] over a part is ‖g‖² there; its relative deviation is √2 a direction. */
  @Test
  void squaredDerivativesAverageToTheSquaredNormOfEachPart() {
    int models = 300;
    double[] squares = new double[3];
    for (int seed = 0; seed < models; seed++) {
      List<Float> derivatives = probed(seed, 1 + seed % 3);
      assertThat(derivatives).hasSize(3 * DIRECTIONS).doesNotContain(Float.NaN);
      for (int i = 0; i < derivatives.size(); i++) {
        double derivative = derivatives.get(i);
        squares[i / DIRECTIONS] += derivative * derivative / DIRECTIONS / models;
      }
    }
    double deviation = Math.sqrt(2.0 / DIRECTIONS / models);
    assertThat(squares[0]).isCloseTo(9, within(9 * 5 * deviation));
    assertThat(squares[1]).isZero();
    assertThat(squares[2]).isCloseTo(0.5, within(0.5 * 5 * deviation));
  }

  /** However many batches the samples make, every probe is measured once. */
  @Test
  void probesAreDealtOutToAllBatches() {
    assertThat(probed(3, 64 * 26)).isEqualTo(probed(3, 1)).isEqualTo(probed(3, 64 * 5));
    assertThat(probed(3, 1)).isNotEqualTo(probed(4, 1));
  }

  @Test
  void probingLeavesThetaAsItIs() {
    Replica replica = replica(5);
    String before = replica.theta().sha256();
    assertThat(Fisher.probe(network, replica, sample(10))).isInstanceOf(Change.Probed.class);
    assertThat(replica.theta().sha256()).isEqualTo(before);
  }

  private static Importance importance(Replica replica) {
    return ((AnchorState) replica.method()).importance();
  }

  private static double weight(Replica replica, int part) {
    return importance(replica).of(Part.of(replica.theta()).get(part));
  }

  /** Mean square over the part's coordinates; earlier tasks fade by 0.9 (online EWC). */
  @Test
  void importanceIsTheFadingSumOfMeanSquares() {
    Replica replica = replica(1);
    assertThat(weight(replica, 0)).isZero();
    apply(replica, new Change.Probed(List.of(1f, 3f, 0f, 0f, 2f, 2f)));
    assertThat(weight(replica, 0)).isCloseTo(5.0 / 3, within(1e-12));
    assertThat(weight(replica, 1)).isZero();
    assertThat(weight(replica, 2)).isCloseTo(4.0 / 3, within(1e-12));
    apply(replica, new Change.HeadRows(List.of(new HeadRow("b", 1, new float[WIDTH]))));
    apply(replica, new Change.Probed(List.of(0f, 0f, 1f, 1f, 6f, 0f)));
    assertThat(weight(replica, 0)).isCloseTo(0.9 * 5 / 3, within(1e-12));
    assertThat(weight(replica, 1)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(weight(replica, 2)).isCloseTo(0.9 * 4 / 3 + 18.0 / 6, within(1e-12));
  }
}
