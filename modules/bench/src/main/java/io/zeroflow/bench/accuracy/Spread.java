package io.zeroflow.bench.accuracy;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Mean and sample standard deviation.
 *
 * @param deviation with n − 1; NaN of one value
 */
public record Spread(double mean, double deviation) {

  /** Element by element, of lists of the same length. */
  static List<Spread> ofEach(List<Run> runs, Function<Run, List<Double>> values) {
    return IntStream.range(0, values.apply(runs.getFirst()).size())
        .mapToObj(i -> of(runs, run -> values.apply(run).get(i)))
        .toList();
  }

  static Spread of(List<Run> runs, ToDoubleFunction<Run> value) {
    double mean = runs.stream().mapToDouble(value).average().orElse(Double.NaN);
    double squares = runs.stream().mapToDouble(value).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, runs.size() < 2 ? Double.NaN : Math.sqrt(squares / (runs.size() - 1)));
  }
}
