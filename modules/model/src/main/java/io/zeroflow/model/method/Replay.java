package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.FeatureCache;
import io.zeroflow.model.Input;
import io.zeroflow.model.InputCodec;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Experience replay: L = L_cur / N + (1 − 1/N) · L_replay, N tasks so far with the running one
 * (ZeroFlow, Eq. 2; van de Ven et al. 2022). The buffer holds as many samples of every class; when
 * a task ends, each of its classes brings its share, best first, so that shares shrink by dropping
 * the last.
 */
public final class Replay implements ContinualMethod {

  private static final long ENCODED_BYTES = 256L << 20;

  private final Network network;
  private final MethodOptions options;
  private final FineTune current;
  private final TaskSample sample;
  private final FeatureCache encoded = new FeatureCache(ENCODED_BYTES);
  private final Map<KeptSample, Input> inputs = new WeakHashMap<>();

  public Replay(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.current = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
  }

  @Override
  public String name() {
    return "replay(buffer=%d, selection=%s)".formatted(options.buffer(), selection());
  }

  private String selection() {
    return switch (options.selection()) {
      case HERDING -> "herding";
      case RESERVOIR -> "reservoir";
    };
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
    if (current.warmingUp(replica, samples) || buffer.isEmpty()) {
      return current.lesson(replica, samples);
    }
    List<KeptSample> drawn = draw(buffer, samples.labels().size(), replica);
    List<Encoded> inputs = drawn.stream().map(s -> encoded.get(network, input(s))).toList();
    int[] rows = HeadRows.numbers(replica, drawn.stream().map(KeptSample::label).toList());
    Batch batch = network.collate(inputs);
    double share = 1.0 / state(replica).tasks();
    MixedLoss loss =
        new MixedLoss(
            List.of(
                new MixedLoss.Term(share, current.loss(replica, samples)),
                new MixedLoss.Term(
                    1 - share, new BatchLoss(network, batch, new Target.Rows(rows)))));
    return new Lesson.Step(loss, batch::close);
  }

  /** Always the same object for the same sample, as the cache wants it. */
  private Input input(KeptSample sample) {
    return inputs.computeIfAbsent(sample, s -> InputCodec.decode(s.input()));
  }

  /** Samples of the buffer for the next step, without repetition: a function of seed and step. */
  private static List<KeptSample> draw(List<KeptSample> buffer, int n, Replica replica) {
    List<KeptSample> left = new ArrayList<>(buffer);
    List<KeptSample> drawn = new ArrayList<>();
    long seed = Seeds.child(replica.model().seed(), -1 - replica.step());
    while (drawn.size() < n && !left.isEmpty()) {
      int place = (int) Long.remainderUnsigned(Seeds.child(seed, drawn.size()), left.size());
      drawn.add(left.get(place));
      left.set(place, left.getLast());
      left.removeLast();
    }
    return drawn;
  }

  @Override
  public List<Change> end(Replica replica) {
    Exemplars exemplars = new Exemplars(network, replica.theta(), sample);
    long fresh =
        sample.byLabel().keySet().stream().filter(label -> !state(replica).knows(label)).count();
    int share = state(replica).share((int) fresh);
    List<KeptSample> kept = new ArrayList<>();
    sample
        .byLabel()
        .forEach(
            (label, ones) ->
                exemplars.choose(label, share, options.selection()).stream()
                    .map(i -> ones.get(i).input())
                    .forEach(input -> kept.add(new KeptSample(label, InputCodec.encode(input)))));
    sample.clear();
    return List.of(new Change.Kept(kept));
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}
