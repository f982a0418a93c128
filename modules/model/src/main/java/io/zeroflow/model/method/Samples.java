package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import java.util.List;

/**
 * Labelled samples of one task. The lists run in parallel.
 *
 * @param inputs as they came
 * @param encoded by the frozen part of the network
 * @param batch the same as one batch
 * @param labels their classes
 */
public record Samples(List<Input> inputs, List<Encoded> encoded, Batch batch, List<String> labels) {

  public Samples {
    inputs = List.copyOf(inputs);
    encoded = List.copyOf(encoded);
    labels = List.copyOf(labels);
    if (inputs.size() != labels.size() || encoded.size() != labels.size()) {
      throw new IllegalArgumentException(
          "%d inputs, %d of them encoded, have %d labels"
              .formatted(inputs.size(), encoded.size(), labels.size()));
    }
  }
}
