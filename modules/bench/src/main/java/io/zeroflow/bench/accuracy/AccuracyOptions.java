package io.zeroflow.bench.accuracy;

import io.zeroflow.model.method.Methods;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What to compare.
 *
 * @param methods to compare; those that train nothing stand alone, whatever the strategies
 * @param strategies to compare, such as those of a {@link Study}
 * @param supervised policies to compare with them, or null for none
 * @param seeds how many: 1, 2, …
 * @param goal what learning rates are chosen by, or null to take them as they are
 * @param resume go on where an earlier run in the same folder stopped
 * @param published to stand beside what is measured
 * @param out folder of all output, made if it is not there
 */
public record AccuracyOptions(
    Protocol protocol,
    List<Methods> methods,
    List<Strategy> strategies,
    @Nullable Supervised supervised,
    int seeds,
    @Nullable Goal goal,
    boolean resume,
    Published published,
    Path out) {

  /**
   * Policies of the supervisor, each from the same strategy on.
   *
   * @param every steps between two measurements
   */
  public record Supervised(
      List<String> policies, Strategy first, SupervisorSettings settings, int every) {

    public Supervised {
      policies = List.copyOf(policies);
    }
  }

  /** Seed of tuning; the seeds of the table start above it. */
  static final long TUNING_SEED = 0;

  /**
   * @throws SettingsException if there is no seed
   */
  public AccuracyOptions {
    if (seeds < 1) {
      throw new SettingsException(
          "the number of seeds is %d; it must be at least 1".formatted(seeds));
    }
    methods = methods.stream().distinct().toList();
    strategies = strategies.stream().distinct().toList();
  }

  /** Methods that an optimizer takes part in. */
  List<Methods> trained() {
    return methods.stream().filter(Methods::trains).toList();
  }

  List<Long> seedList() {
    return LongStream.rangeClosed(1, seeds).mapToObj(seed -> TUNING_SEED + seed).toList();
  }
}
