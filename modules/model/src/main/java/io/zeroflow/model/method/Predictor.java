package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import java.util.List;

/** A model's classifier as of one moment. Immutable. */
public interface Predictor {

  /** The classes that it knows. */
  List<String> labels();

  /**
   * Scores, the largest of which is the answer; only their order means something.
   *
   * @param encoded the inputs
   * @param batch the same as one batch
   * @return [inputs][labels]
   */
  float[][] scores(List<Encoded> encoded, Batch batch);
}
