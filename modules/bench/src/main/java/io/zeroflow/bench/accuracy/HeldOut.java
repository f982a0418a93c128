package io.zeroflow.bench.accuracy;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts right answers on a task's held-out samples. */
final class HeldOut {

  private static final int BATCH = 64;

  private final Network network;
  private final Predictor predictor;

  HeldOut(Network network, Predictor predictor) {
    this.network = network;
    this.predictor = predictor;
  }

  /** Over all classes seen so far. */
  Score score(List<LabelledFeature> samples) {
    return score(samples, Set.copyOf(predictor.labels()));
  }

  /** Among the classes of the samples alone. */
  Score within(List<LabelledFeature> samples) {
    Set<String> own = new HashSet<>();
    samples.forEach(sample -> own.add(sample.label()));
    return score(samples, own);
  }

  private Score score(List<LabelledFeature> samples, Set<String> allowed) {
    List<String> labels = predictor.labels();
    int correct = 0;
    for (int from = 0; from < samples.size(); from += BATCH) {
      List<LabelledFeature> part = samples.subList(from, Math.min(from + BATCH, samples.size()));
      List<Encoded> encoded = part.stream().map(LabelledFeature::encoded).toList();
      try (Batch batch = network.collate(encoded)) {
        float[][] scores = predictor.scores(encoded, batch);
        for (int i = 0; i < part.size(); i++) {
          int best = largest(scores[i], labels, allowed);
          correct += best >= 0 && labels.get(best).equals(part.get(i).label()) ? 1 : 0;
        }
      }
    }
    return new Score(correct, samples.size());
  }

  private static int largest(float[] scores, List<String> labels, Set<String> allowed) {
    int best = -1;
    for (int row = 0; row < scores.length; row++) {
      if (allowed.contains(labels.get(row)) && (best < 0 || scores[row] > scores[best])) {
        best = row;
      }
    }
    return best;
  }
}
