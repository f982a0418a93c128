package io.zeroflow.runtime.follow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss along the line of the last step's gradient estimate: with one query, along its probe.
 *
 * @param step whose estimate it is; the weights are those after it; null where there is none
 * @param points from uphill to downhill; empty where there is nothing to see yet
 */
public record Landscape(@Nullable Long step, List<Point> points) {

  /** Nothing to see. */
  static final Landscape EMPTY = new Landscape(null, List.of());

  public Landscape {
    points = List.copyOf(points);
  }

  /**
   * Mean cross-entropy of the classifier's scores on held-out samples at one place.
   *
   * @param at distance from the weights, in norms of a random direction of deviation 0.001, the
   *     default radius of a probe; negative is uphill
   * @param running of the running task; null where none is running or it has no such samples
   * @param past of all others; null likewise
   */
  public record Point(double at, @Nullable Double running, @Nullable Double past) {}
}
