package io.zeroflow.bench.accuracy;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Mean and sample standard deviation.
 *
 * @param deviation with n − 1; NaN of one value
 */
public record Spread(double mean, double deviation) {

  static Spread of(List<Run> runs, ToDoubleFunction<Run> value) {
    double mean = runs.stream().mapToDouble(value).average().orElse(Double.NaN);
    double squares = runs.stream().mapToDouble(value).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, runs.size() < 2 ? Double.NaN : Math.sqrt(squares / (runs.size() - 1)));
  }
}
