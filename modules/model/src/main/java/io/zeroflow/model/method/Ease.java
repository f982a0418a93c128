package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;

/**
 * EASE (Zhou et al., "Expandable subspace ensemble", CVPR 2024): every task trains an adapter of
 * its own, from scratch, with a head over the task's classes alone. Afterwards the adapter is
 * frozen and the task's classes get a prototype, their mean feature, in the space of every adapter
 * so far. Classes of earlier tasks have none in later spaces; there the {@link EasePredictor}
 * completes them. Only what is on the loss path is trained: the published code perturbs stored
 * prototypes too.
 *
 * <p>Beside the paper's form, head rows start as class means instead of at random, and prototypes
 * are the means of a sample of the task.
 */
public final class Ease implements ContinualMethod {

  private final Network network;
  private final MethodOptions options;
  private final FineTune task;
  private final TaskSample sample;

  public Ease(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.task = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
  }

  @Override
  public String name() {
    return "ease(reweight=%s)".formatted(options.reweight());
  }

  @Override
  public EaseState newState() {
    return new EaseState();
  }

  private static EaseState state(Replica replica) {
    return (EaseState) replica.method();
  }

  @Override
  public boolean restarts(Replica replica) {
    return !state(replica).adapters().isEmpty();
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    sample.add(samples, replica.model().seed());
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    return task.lesson(replica, samples);
  }

  @Override
  public List<Change> end(Replica replica) {
    EaseState state = state(replica);
    List<Change> changes = new ArrayList<>();
    for (int space = 0; space < state.adapters().size(); space++) {
      Theta theta = Subspaces.theta(replica.model().slices(), state.adapters().get(space));
      changes.add(prototypes(space, theta));
    }
    changes.add(prototypes(state.adapters().size(), replica.theta()));
    sample.clear();
    return changes;
  }

  private Change prototypes(int space, Theta theta) {
    MeanAccumulator means = new MeanAccumulator();
    sample.features(network, theta, means::add);
    return new Change.Prototypes(EaseState.space(space), means.means());
  }

  @Override
  public Predictor predictor(Replica replica) {
    return EasePredictor.of(network, replica, state(replica), options.reweight());
  }
}
