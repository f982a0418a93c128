package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import java.util.List;

/**
 * Learning without forgetting (Li and Hoiem 2016): L = L_cur + α · L_reg (ZeroFlow, Eq. 3), where
 * L_reg is the distance between what the model says about the current samples' old classes and what
 * it said when the last task ended. The old model costs one forward pass a step, and every loss
 * two: the counts of forward passes in step records, which are counts of losses, do not show them.
 */
public final class Lwf implements ContinualMethod {

  private final Network network;
  private final MethodOptions options;
  private final FineTune current;

  public Lwf(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.current = new FineTune(network, options.warmUpSamples());
  }

  @Override
  public String name() {
    return "lwf(penalty=%s)".formatted(options.penalty());
  }

  @Override
  public AnchorState newState() {
    return new AnchorState(Importance.UNIFORM);
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    Theta old = ((AnchorState) replica.method()).anchor();
    if (old == null || current.warmingUp(replica, samples)) {
      return current.lesson(replica, samples);
    }
    // Head rows are only ever appended, so the old ones are the first of today's.
    Target teacher = new Target.Teacher(network.logits(old, samples.batch()));
    return new Lesson.Step(
        new MixedLoss(
            List.of(
                new MixedLoss.Term(1, current.loss(replica, samples)),
                new MixedLoss.Term(
                    options.penalty(), new BatchLoss(network, samples.batch(), teacher)))));
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}
