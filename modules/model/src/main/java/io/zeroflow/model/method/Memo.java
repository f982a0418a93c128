package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;

/**
 * MEMO (Zhou et al., "A model or 603 exemplars", ICLR 2023): what is general is shared, here the
 * frozen network, and only what is special grows, here the adapters: every task trains a module of
 * its own, with a head over all classes so far, on its samples and on a bounded buffer. Modules of
 * tasks that are over are frozen and have their say: logits are the sum of those of all modules.
 *
 * <p>Beside the paper's form, a module starts from fresh adapters and class means instead of from a
 * copy of the last one; its columns of the classifier are frozen with it, and what it says of later
 * classes are their means, so that d does not grow with the tasks; and the auxiliary loss ({@link
 * Target.Boosted}) uses the module's own rows instead of a head that is thrown away. Every loss
 * costs a forward pass for each earlier module, which the counts in step records do not show.
 */
public final class Memo implements ContinualMethod {

  private static final int BATCH = 64;

  private final Network network;
  private final MethodOptions options;
  private final FineTune firstTask;
  private final TaskSample sample;
  private final Rehearsal rehearsal;

  public Memo(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.firstTask = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
    this.rehearsal = new Rehearsal(network, options.selection());
  }

  @Override
  public String name() {
    return "memo(buffer=%d, selection=%s)".formatted(options.buffer(), rehearsal.selection());
  }

  @Override
  public MemoState newState() {
    return new MemoState(options.buffer());
  }

  private static MemoState state(Replica replica) {
    return (MemoState) replica.method();
  }

  @Override
  public boolean restarts(Replica replica) {
    return state(replica).modules() > 0;
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    sample.add(samples, replica.model().seed());
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    MemoState state = state(replica);
    if (state.modules() == 0) {
      return firstTask.lesson(replica, samples);
    }
    List<KeptSample> buffer = state.buffer().samples();
    boolean begins = buffer.stream().anyMatch(kept -> replica.headRowNumber(kept.label()) < 0);
    if (begins || samples.labels().stream().anyMatch(label -> wantsRow(replica, label))) {
      List<Change> changes = columns(replica, samples);
      changes.add(rows(replica, begins ? buffer : List.of(), samples));
      return new Lesson.Write(changes);
    }
    // Every sample of the task and of the buffer counts the same.
    double share = (double) sample.size() / (sample.size() + buffer.size());
    return rehearsal.mixed(
        replica, samples, buffer, share, (batch, labels) -> loss(replica, batch, labels));
  }

  /** The buffer's classes have theirs from the buffer. */
  private boolean wantsRow(Replica replica, String label) {
    return !state(replica).buffer().knows(label)
        && replica.headCount(label) < options.warmUpSamples();
  }

  /** What earlier modules are to say of classes that they did not see: running means. */
  private List<Change> columns(Replica replica, Samples samples) {
    MemoState state = state(replica);
    List<Change> changes = new ArrayList<>();
    for (int module = 0; module < state.modules(); module++) {
      Theta theta = Subspaces.theta(replica.model().slices(), state.adapters(module));
      MeanAccumulator means = new MeanAccumulator();
      float[][] features = network.features(theta, samples.batch());
      for (int i = 0; i < features.length; i++) {
        String label = samples.labels().get(i);
        if (wantsRow(replica, label) && !state.settled(label)) {
          HeadRow known = state.column(module, label);
          if (known != null) {
            means.seed(known);
          }
          means.add(label, features[i]);
        }
      }
      if (!means.means().isEmpty()) {
        changes.add(new Change.Prototypes(MemoState.module(module), means.means()));
      }
    }
    return changes;
  }

  /** Head rows of the buffer's classes, and of those in the batch that are warming up. */
  private Change rows(Replica replica, List<KeptSample> buffer, Samples samples) {
    MeanAccumulator means = new MeanAccumulator();
    for (int from = 0; from < buffer.size(); from += BATCH) {
      List<KeptSample> some = buffer.subList(from, Math.min(from + BATCH, buffer.size()));
      try (Batch batch = network.collate(rehearsal.encoded(some))) {
        float[][] features = network.features(replica.theta(), batch);
        for (int i = 0; i < features.length; i++) {
          means.add(some.get(i).label(), features[i]);
        }
      }
    }
    List<HeadRow> rows = new ArrayList<>(means.means());
    rows.addAll(HeadRows.with(network, replica, samples, label -> wantsRow(replica, label)).rows());
    return new Change.HeadRows(rows);
  }

  private BatchLoss loss(Replica replica, Batch batch, List<String> labels) {
    float[][] offsets = new float[batch.size()][replica.headSize()];
    for (Theta module : state(replica).thetas(replica, replica.labels())) {
      MemoPredictor.add(network.logits(module, batch), offsets);
    }
    int[] rows = HeadRows.numbers(replica, labels);
    return new BatchLoss(network, batch, new Target.Boosted(rows, offsets));
  }

  @Override
  public List<Change> end(Replica replica) {
    Change kept = rehearsal.kept(replica, state(replica).buffer(), sample);
    sample.clear();
    return List.of(kept);
  }

  @Override
  public Predictor predictor(Replica replica) {
    return MemoPredictor.of(network, replica, state(replica));
  }
}
