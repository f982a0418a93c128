package io.zeroflow.bench.strategies;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Shuffle;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Inputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Frozen features of all samples that any seed may draw, computed once and shared by all runs. The
 * classes and their samples are fixed; a seed orders the classes and draws what is held out.
 */
final class FeaturePool {

  private static final long SEED = 1993;

  private final Map<String, List<LabelledFeature>> byLabel;

  private FeaturePool(Map<String, List<LabelledFeature>> byLabel) {
    this.byLabel = byLabel;
  }

  /** Reads the shipped data and runs the frozen part of the network on it. */
  static FeaturePool encode(Network network, Protocol protocol, BenchProgress progress)
      throws IOException {
    Dataset dataset = open(protocol);
    Map<String, List<LabelledFeature>> byLabel = new LinkedHashMap<>();
    Shuffle.shuffled(dataset.labels(), SEED).stream()
        .limit(protocol.classes())
        .forEach(label -> byLabel.put(label, new ArrayList<>()));
    Set<String> labels = new HashSet<>(byLabel.keySet());
    List<Example> examples =
        Stream.concat(dataset.train().stream(), dataset.test().stream())
            .filter(example -> labels.contains(example.label()))
            .toList();
    progress.begin("encoding", "samples", examples.size());
    for (Example example : examples) {
      byLabel
          .getOrDefault(example.label(), List.of())
          .add(new LabelledFeature(example.label(), network.encode(Inputs.of(example.payload()))));
      progress.step(1);
    }
    return new FeaturePool(byLabel);
  }

  private static Dataset open(Protocol protocol) throws IOException {
    try {
      Dataset dataset =
          Datasets.open(
              "wordnet",
              new DatasetOptions(protocol.trainPerClass(), protocol.testPerClass(), SEED));
      if (dataset.labels().size() < protocol.classes()) {
        throw new SettingsException(
            "%d classes are asked for, but %s has %d"
                .formatted(protocol.classes(), dataset.name(), dataset.labels().size()));
      }
      return dataset;
    } catch (IllegalArgumentException e) {
      throw new SettingsException("the shipped data: " + e.getMessage());
    }
  }

  /** Labels in a fixed order. */
  List<String> labels() {
    return List.copyOf(byLabel.keySet());
  }

  /** Samples of a label in a fixed order. */
  List<LabelledFeature> samples(String label) {
    return byLabel.getOrDefault(label, List.of());
  }
}
