package io.zeroflow.bench.accuracy;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Shuffle;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Inputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frozen features of all samples, computed once and shared by all runs. The classes, their samples
 * and what is held out are fixed; a seed orders the classes and the batches.
 */
final class FeaturePool {

  private static final long SEED = 1993;

  private final Map<String, List<LabelledFeature>> train;
  private final Map<String, List<LabelledFeature>> test;

  private FeaturePool(
      Map<String, List<LabelledFeature>> train, Map<String, List<LabelledFeature>> test) {
    this.train = train;
    this.test = test;
  }

  /** Reads the data and runs the frozen part of the network on it. */
  static FeaturePool encode(Network network, Protocol protocol, BenchProgress progress)
      throws IOException {
    Dataset dataset = open(protocol);
    List<String> labels = Shuffle.shuffled(dataset.labels(), SEED).subList(0, protocol.classes());
    Map<String, List<Example>> train =
        drawn(dataset.train(), labels, protocol.trainPerClass(), dataset);
    Map<String, List<Example>> test =
        drawn(dataset.test(), labels, protocol.testPerClass(), dataset);
    progress.begin("encoding", "samples", count(train) + count(test));
    return new FeaturePool(encode(network, train, progress), encode(network, test, progress));
  }

  private static long count(Map<String, List<Example>> examples) {
    return examples.values().stream().mapToLong(List::size).sum();
  }

  private static Map<String, List<Example>> drawn(
      Iterable<Example> examples, List<String> labels, int most, Dataset dataset) {
    Map<String, List<Example>> byLabel = new LinkedHashMap<>();
    labels.forEach(label -> byLabel.put(label, new ArrayList<>()));
    for (Example example : examples) {
      List<Example> own = byLabel.get(example.label());
      if (own != null) {
        own.add(example);
      }
    }
    byLabel.replaceAll(
        (label, own) -> {
          if (own.isEmpty()) {
            throw new SettingsException(
                "class '%s' of %s lacks samples to train on or to hold out"
                    .formatted(label, dataset.name()));
          }
          long order = Shuffle.derive(SEED, labels.indexOf(label));
          return Shuffle.shuffled(own, order).subList(0, Math.min(most, own.size()));
        });
    return byLabel;
  }

  private static Map<String, List<LabelledFeature>> encode(
      Network network, Map<String, List<Example>> examples, BenchProgress progress) {
    Map<String, List<LabelledFeature>> encoded = new LinkedHashMap<>();
    examples.forEach(
        (label, own) -> {
          List<LabelledFeature> features = new ArrayList<>();
          for (Example example : own) {
            Input input = Inputs.of(example.payload());
            features.add(new LabelledFeature(label, input, network.encode(input)));
            progress.step(1);
          }
          encoded.put(label, features);
        });
    return encoded;
  }

  private static Dataset open(Protocol protocol) throws IOException {
    try {
      Dataset dataset =
          Datasets.open(
              protocol.data(),
              new DatasetOptions(protocol.trainPerClass(), protocol.testPerClass(), SEED));
      if (dataset.labels().size() < protocol.classes()) {
        throw new SettingsException(
            "%d classes are asked for, but %s has %d"
                .formatted(protocol.classes(), dataset.name(), dataset.labels().size()));
      }
      return dataset;
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--data: " + e.getMessage());
    }
  }

  /** Labels in a fixed order. */
  List<String> labels() {
    return List.copyOf(train.keySet());
  }

  /** What is learned from, of a label, in a fixed order. */
  List<LabelledFeature> train(String label) {
    return train.getOrDefault(label, List.of());
  }

  /** What is held out, of a label, in a fixed order. */
  List<LabelledFeature> test(String label) {
    return test.getOrDefault(label, List.of());
  }
}
