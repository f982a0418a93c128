package io.zeroflow.bench.strategies;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts right answers on a task's held-out samples. */
final class HeldOut {

  private static final int BATCH = 64;

  private final Network network;

  HeldOut(Network network) {
    this.network = network;
  }

  /** With the head over all classes seen so far. */
  Score score(Replica replica, List<LabelledFeature> samples) {
    return score(replica, samples, Set.copyOf(replica.labels()));
  }

  /** With the head restricted to the classes of the samples. */
  Score within(Replica replica, List<LabelledFeature> samples) {
    Set<String> own = new HashSet<>();
    samples.forEach(sample -> own.add(sample.label()));
    return score(replica, samples, own);
  }

  private Score score(Replica replica, List<LabelledFeature> samples, Set<String> allowed) {
    List<String> labels = replica.labels();
    int correct = 0;
    for (int from = 0; from < samples.size(); from += BATCH) {
      List<LabelledFeature> part = samples.subList(from, Math.min(from + BATCH, samples.size()));
      try (Batch batch = network.collate(part.stream().map(LabelledFeature::encoded).toList())) {
        float[][] logits = network.logits(replica.theta(), batch);
        for (int i = 0; i < part.size(); i++) {
          int best = largest(logits[i], labels, allowed);
          correct += best >= 0 && labels.get(best).equals(part.get(i).label()) ? 1 : 0;
        }
      }
    }
    return new Score(correct, samples.size());
  }

  private static int largest(float[] logits, List<String> labels, Set<String> allowed) {
    int best = -1;
    for (int row = 0; row < logits.length; row++) {
      if (allowed.contains(labels.get(row)) && (best < 0 || logits[row] > logits[best])) {
        best = row;
      }
    }
    return best;
  }
}
