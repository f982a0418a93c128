package io.zeroflow.bench.cost;

import java.util.List;
import java.util.Optional;

/**
 * The time of a forward-only step as a + b · forward passes, by least squares of the relative
 * error.
 *
 * @param fixed a, seconds
 * @param perForward b, seconds
 * @param worst largest relative error over the rows that it was fitted to
 */
public record CostLaw(double fixed, double perForward, double worst) {

  /** Fits it, if there are two different numbers of forward passes at least. */
  static Optional<CostLaw> of(List<CostRow> rows) {
    List<CostRow> steps = rows.stream().filter(CostRow::zerothOrder).toList();
    if (steps.stream().mapToInt(CostRow::forwards).distinct().count() < 2) {
      return Optional.empty();
    }
    double w = 0;
    double x = 0;
    double xx = 0;
    double y = 0;
    double xy = 0;
    for (CostRow row : steps) {
      double weight = 1 / (row.seconds() * row.seconds());
      w += weight;
      x += weight * row.forwards();
      xx += weight * row.forwards() * row.forwards();
      y += weight * row.seconds();
      xy += weight * row.forwards() * row.seconds();
    }
    double slope = (w * xy - x * y) / (w * xx - x * x);
    double fixed = (y - slope * x) / w;
    double worst =
        steps.stream()
            .mapToDouble(row -> Math.abs((fixed + slope * row.forwards()) / row.seconds() - 1))
            .max()
            .orElseThrow();
    return Optional.of(new CostLaw(fixed, slope, worst));
  }
}
