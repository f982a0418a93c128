package io.zeroflow.runtime.predict;

import java.util.List;

/**
 * What the model says an input is.
 *
 * @param step the version of the model that answered
 * @param label the best one
 * @param scores the best few, best first; higher is better, comparable within this answer only
 */
public record Prediction(long step, String label, List<Scored> scores) {

  /** A label and how well it fits. */
  public record Scored(String label, float score) {}

  public Prediction {
    scores = List.copyOf(scores);
  }
}
