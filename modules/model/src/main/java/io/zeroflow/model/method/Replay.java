package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import java.util.List;

/**
 * Experience replay: L = L_cur / N + (1 − 1/N) · L_replay, N tasks so far with the running one
 * (ZeroFlow, Eq. 2; van de Ven et al. 2022). The buffer holds as many samples of every class; when
 * a task ends, each of its classes brings its share, best first, so that shares shrink by dropping
 * the last.
 */
public final class Replay implements ContinualMethod {

  private final Network network;
  private final MethodOptions options;
  private final FineTune current;
  private final TaskSample sample;
  private final Rehearsal rehearsal;

  public Replay(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.current = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
    this.rehearsal = new Rehearsal(network, options.selection());
  }

  @Override
  public String name() {
    return "replay(buffer=%d, selection=%s)".formatted(options.buffer(), rehearsal.selection());
  }

  @Override
  public ReplayState newState() {
    return new ReplayState(options.buffer());
  }

  private static ReplayState state(Replica replica) {
    return (ReplayState) replica.method();
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    sample.add(samples, replica.model().seed());
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    List<KeptSample> buffer = state(replica).samples();
    if (current.warmingUp(replica, samples)) {
      return current.lesson(replica, samples);
    }
    double share = 1.0 / state(replica).tasks();
    return rehearsal.mixed(
        replica, samples, buffer, share, (batch, labels) -> current.loss(replica, batch, labels));
  }

  @Override
  public List<Change> end(Replica replica) {
    Change kept = rehearsal.kept(replica, state(replica), sample);
    sample.clear();
    return List.of(kept);
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}
