package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Some samples of each class of the running task, each as likely as the others, for what can only
 * be computed when the task is over: every sample draws a key, and those with the smallest keys are
 * held in the order of their keys. So the first few of them are as random as all are, which the
 * slots of a classic reservoir are not. Inputs that come again in another epoch count once as long
 * as they are held.
 */
final class TaskSample {

  private static final int BATCH = 64;

  /** A sample and its key. */
  record One(Input input, Encoded encoded, long key) {}

  private final int perClass;
  private final Map<String, List<One>> held = new LinkedHashMap<>();
  private final Set<Input> inputs = new HashSet<>();
  private final Map<String, Long> seen = new HashMap<>();

  /**
   * @param perClass most samples of a class
   */
  TaskSample(int perClass) {
    this.perClass = perClass;
  }

  void add(Samples samples, long seed) {
    for (int i = 0; i < samples.labels().size(); i++) {
      Input input = samples.inputs().get(i);
      if (!inputs.contains(input)) {
        String label = samples.labels().get(i);
        long n = seen.merge(label, 1L, Long::sum);
        long key = Seeds.child(Seeds.child(seed, label.hashCode()), n);
        add(label, new One(input, samples.encoded().get(i), key));
      }
    }
  }

  private void add(String label, One one) {
    List<One> kept = held.computeIfAbsent(label, l -> new ArrayList<>());
    int place = kept.size();
    while (place > 0 && kept.get(place - 1).key() > one.key()) {
      place--;
    }
    if (place < perClass) {
      kept.add(place, one);
      inputs.add(one.input());
    }
    if (kept.size() > perClass) {
      inputs.remove(kept.removeLast().input());
    }
  }

  /** The samples by class, in order of arrival of the classes; of a class, in random order. */
  Map<String, List<One>> byLabel() {
    return held;
  }

  /** Calls back with the features of every sample at θ. */
  void features(Network network, Theta theta, BiConsumer<String, float[]> each) {
    batches(
        network,
        samples -> {
          float[][] features = network.features(theta, samples.batch());
          for (int i = 0; i < features.length; i++) {
            each.accept(samples.labels().get(i), features[i]);
          }
        });
  }

  /** Calls back with all samples, batch by batch. */
  void batches(Network network, Consumer<Samples> each) {
    List<String> labels = new ArrayList<>();
    List<One> all = new ArrayList<>();
    held.forEach(
        (label, ones) -> {
          ones.forEach(one -> labels.add(label));
          all.addAll(ones);
        });
    for (int from = 0; from < all.size(); from += BATCH) {
      int to = Math.min(from + BATCH, all.size());
      List<Encoded> encoded = all.subList(from, to).stream().map(One::encoded).toList();
      List<Input> own = all.subList(from, to).stream().map(One::input).toList();
      try (Batch batch = network.collate(encoded)) {
        each.accept(new Samples(own, encoded, batch, labels.subList(from, to)));
      }
    }
  }

  /** How many samples are held. */
  int size() {
    return held.values().stream().mapToInt(List::size).sum();
  }

  /** How many batches that makes. */
  int batches() {
    return Math.ceilDiv(size(), BATCH);
  }

  void clear() {
    held.clear();
    inputs.clear();
    seen.clear();
  }
}
