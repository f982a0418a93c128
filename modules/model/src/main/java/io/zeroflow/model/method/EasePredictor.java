package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EASE's inference: the score of a class is its cosine in the space of its own task's adapter, plus
 * α times the mean of its cosines in the other spaces, where {@link Complement} gives it a
 * prototype if it has none.
 *
 * <p>Classes of a task that is still running are held against its head rows in its own space alone,
 * and that space counts for them alone.
 *
 * @param spaces θ of each adapter, that of a running task last
 * @param directions of the classes that each space knows, [spaces][labels], null where unknown
 * @param homes space of each label's own task
 * @param others weight of each space but the class's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EasePredictor(
    Network network,
    List<String> labels,
    List<Theta> spaces,
    float[][][] directions,
    int[] homes,
    double others)
    implements Predictor {

  static EasePredictor of(Network network, Replica replica, EaseState state, double reweight) {
    List<Theta> spaces = new ArrayList<>();
    for (float[] adapter : state.adapters()) {
      spaces.add(Subspaces.theta(replica.model().slices(), adapter));
    }
    List<Map<String, float[]>> known = new ArrayList<>(state.completed());
    Map<String, Integer> homes = new LinkedHashMap<>(state.homes());
    homes.values().removeIf(home -> home >= spaces.size()); // its adapter is still being trained
    if (replica.task() != null || spaces.isEmpty()) {
      addRunning(replica, spaces, known, homes);
    }
    List<String> labels = List.copyOf(homes.keySet());
    float[][][] directions = new float[spaces.size()][labels.size()][];
    for (int space = 0; space < spaces.size(); space++) {
      for (int k = 0; k < labels.size(); k++) {
        float[] prototype = known.get(space).get(labels.get(k));
        if (prototype != null) {
          directions[space][k] = Features.normalised(prototype);
        }
      }
    }
    int[] home = homes.values().stream().mapToInt(Integer::intValue).toArray();
    double others = reweight / Math.max(1, state.adapters().size() - 1);
    return new EasePredictor(network, labels, spaces, directions, home, others);
  }

  private static void addRunning(
      Replica replica,
      List<Theta> spaces,
      List<Map<String, float[]>> known,
      Map<String, Integer> homes) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (String label : replica.labels()) {
      float[] row = replica.headRow(label);
      if (row != null && homes.putIfAbsent(label, spaces.size()) == null) {
        rows.put(label, row);
      }
    }
    spaces.add(replica.theta().copy());
    known.add(rows);
  }

  @Override
  public float[][] scores(List<Encoded> encoded, Batch batch) {
    float[][] scores = new float[batch.size()][labels.size()];
    for (int space = 0; space < spaces.size(); space++) {
      float[][] features = network.features(spaces.get(space), batch);
      for (int i = 0; i < features.length; i++) {
        float[] feature = Features.normalised(features[i]);
        for (int k = 0; k < homes.length; k++) {
          float[] direction = directions[space][k];
          if (direction != null) {
            double weight = homes[k] == space ? 1 : others;
            scores[i][k] += (float) (weight * Features.dot(feature, direction));
          }
        }
      }
    }
    return scores;
  }
}
