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
import io.zeroflow.model.method.MethodOptions.Selection;
import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** What a method does with the buffer of a {@link ReplayState}: draw from it, and fill it. */
final class Rehearsal {

  private static final long ENCODED_BYTES = 256L << 20;

  private final Network network;
  private final Selection selection;
  private final FeatureCache encoded = new FeatureCache(ENCODED_BYTES);
  private final Map<KeptSample, Input> inputs = new WeakHashMap<>();

  Rehearsal(Network network, Selection selection) {
    this.network = network;
    this.selection = selection;
  }

  /** How it chooses, as a method's name tells. */
  String selection() {
    return switch (selection) {
      case HERDING -> "herding";
      case RESERVOIR -> "reservoir";
    };
  }

  /** Encoded inputs of samples of the buffer. */
  List<Encoded> encoded(List<KeptSample> samples) {
    return samples.stream().map(sample -> encoded.get(network, input(sample))).toList();
  }

  /** Always the same object for the same sample, as the cache wants it. */
  private Input input(KeptSample sample) {
    return inputs.computeIfAbsent(sample, s -> InputCodec.decode(s.input()));
  }

  /** The loss of a batch with these labels. */
  @FunctionalInterface
  interface Loss {
    BatchLoss of(Batch batch, List<String> labels);
  }

  /** A step on share · L_cur + (1 − share) · L_replay, with as many samples of either. */
  Lesson mixed(Replica replica, Samples samples, List<KeptSample> buffer, double share, Loss loss) {
    BatchLoss current = loss.of(samples.batch(), samples.labels());
    if (buffer.isEmpty()) {
      return new Lesson.Step(current);
    }
    List<KeptSample> drawn = draw(buffer, samples.labels().size(), replica);
    Batch batch = network.collate(encoded(drawn));
    BatchLoss replayed = loss.of(batch, drawn.stream().map(KeptSample::label).toList());
    return new Lesson.Step(
        new MixedLoss(
            List.of(new MixedLoss.Term(share, current), new MixedLoss.Term(1 - share, replayed))),
        batch::close);
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

  /** What is kept of the running task, whose classes bring their shares. */
  Change.Kept kept(Replica replica, ReplayState buffer, TaskSample sample) {
    Exemplars exemplars = new Exemplars(network, replica.theta(), sample);
    long fresh = sample.byLabel().keySet().stream().filter(label -> !buffer.knows(label)).count();
    int share = buffer.share((int) fresh);
    List<KeptSample> kept = new ArrayList<>();
    sample
        .byLabel()
        .forEach(
            (label, ones) ->
                exemplars.choose(label, share, selection).stream()
                    .map(i -> ones.get(i).input())
                    .forEach(input -> kept.add(new KeptSample(label, InputCodec.encode(input)))));
    return new Change.Kept(kept);
  }
}
