package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.Locale;

/**
 * Fine-tuning with L = L_cur + α · L_reg (ZeroFlow, Eq. 3), where L_reg keeps θ near to where the
 * last task left it.
 */
public final class Regularised implements ContinualMethod {

  /** What L_reg weighs coordinates by. */
  public enum Kind {
    /** Nothing: an L2 anchor. */
    L2,
    /** See {@link Fisher}. */
    EWC,
    /** See {@link PathIntegral}. */
    SI
  }

  private final Network network;
  private final Kind kind;
  private final MethodOptions options;
  private final FineTune current;
  private final TaskSample sample;

  public Regularised(Network network, Kind kind, MethodOptions options) {
    this.network = network;
    this.kind = kind;
    this.options = options;
    this.current = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
  }

  @Override
  public String name() {
    return "%s(penalty=%s)".formatted(kind.name().toLowerCase(Locale.ROOT), options.penalty());
  }

  @Override
  public AnchorState newState() {
    return new AnchorState(
        switch (kind) {
          case L2 -> Importance.UNIFORM;
          case EWC -> new Fisher();
          case SI -> new PathIntegral();
        });
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    if (kind == Kind.EWC) {
      sample.add(samples, replica.model().seed());
    }
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    AnchorState state = (AnchorState) replica.method();
    Theta anchor = state.anchor();
    if (anchor == null || current.warmingUp(replica, samples)) {
      return current.lesson(replica, samples);
    }
    return new Lesson.Step(
        new MixedLoss(
            List.of(
                new MixedLoss.Term(1, current.loss(replica, samples)),
                new MixedLoss.Term(
                    options.penalty(), new AnchorPenalty(anchor, state.importance())))));
  }

  @Override
  public List<Change> end(Replica replica) {
    if (kind != Kind.EWC || sample.byLabel().isEmpty()) {
      return List.of();
    }
    Change probed = Fisher.probe(network, replica, sample);
    sample.clear();
    return List.of(probed);
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}
