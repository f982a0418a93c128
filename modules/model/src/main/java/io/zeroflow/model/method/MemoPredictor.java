package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * MEMO's inference: the sum of the logits of all modules, that of a running task among them.
 *
 * @param modules θ of each, with a head row a label, of zeros where it does not know the class
 */
record MemoPredictor(Network network, List<String> labels, List<Theta> modules)
    implements Predictor {

  static MemoPredictor of(Network network, Replica replica, MemoState state) {
    boolean running = replica.task() != null || state.modules() == 0;
    Set<String> union = new LinkedHashSet<>(running ? replica.labels() : List.of());
    union.addAll(state.settled());
    List<String> labels = List.copyOf(union);
    List<Theta> modules = new ArrayList<>(state.thetas(replica, labels));
    if (running) {
      modules.add(
          Subspaces.theta(
              replica.model().slices(),
              Subspaces.adapters(replica),
              labels.stream().map(label -> row(replica, label)).toList()));
    }
    return new MemoPredictor(network, labels, modules);
  }

  private static float[] row(Replica replica, String label) {
    float[] row = replica.headRow(label);
    return row == null ? new float[replica.model().featureSize()] : row;
  }

  @Override
  public float[][] scores(List<Encoded> encoded, Batch batch) {
    float[][] scores = new float[batch.size()][labels.size()];
    for (Theta module : labels.isEmpty() ? List.<Theta>of() : modules) {
      add(network.logits(module, batch), scores);
    }
    return scores;
  }

  /** Adds a matrix to another. */
  static void add(float[][] logits, float[][] sums) {
    for (int i = 0; i < sums.length; i++) {
      for (int k = 0; k < sums[i].length; k++) {
        sums[i][k] += logits[i][k];
      }
    }
  }
}
