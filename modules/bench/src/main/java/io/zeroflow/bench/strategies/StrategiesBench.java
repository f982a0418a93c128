package io.zeroflow.bench.strategies;

import io.zeroflow.model.Network;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the table. */
public final class StrategiesBench {

  private static final int TRIES_EXPECTED = 4;

  private final Network network;
  private final StrategiesOptions options;
  private final BenchProgress progress;
  private final FeaturePool pool;
  private final Map<Long, List<FeatureTask>> streams = new HashMap<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();
  private long spent;

  private StrategiesBench(
      Network network, StrategiesOptions options, BenchProgress progress, FeaturePool pool) {
    this.network = network;
    this.options = options;
    this.progress = progress;
    this.pool = pool;
  }

  /**
   * Runs what is not there yet and writes {@code runs.csv}, {@code table.md}, {@code table.csv}
   * and, if learning rates are tuned, {@code tuning.csv} to the folder.
   */
  public static Table run(Network network, StrategiesOptions options, BenchProgress progress)
      throws IOException {
    return run(
        network,
        options,
        progress,
        () -> FeaturePool.encode(network, options.protocol(), progress));
  }

  /** Where features come from. */
  @FunctionalInterface
  interface Features {
    FeaturePool encode() throws IOException;
  }

  static Table run(
      Network network, StrategiesOptions options, BenchProgress progress, Features features)
      throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(options.out());
    RunLog runs = log(network, options, "runs.csv");
    RunLog tries = options.goal() == null ? runs : log(network, options, "tuning.csv");
    StrategiesBench bench = new StrategiesBench(network, options, progress, features.encode());
    List<Row> rows = bench.rows(runs, bench.tuned(tries));
    Table table =
        new Table(
            network.name(),
            options.protocol().toString(),
            bench.tuningInWords(),
            rows,
            bench.skipped,
            (System.nanoTime() - start) / 1e9);
    Files.writeString(options.out().resolve("table.md"), TableText.markdown(table));
    Files.writeString(options.out().resolve("table.csv"), TableText.csv(table));
    return table;
  }

  private static RunLog log(Network network, StrategiesOptions options, String name)
      throws IOException {
    return RunLog.open(
        options.out().resolve(name), options.protocol() + "; " + network.name(), options.resume());
  }

  private List<Strategy> tuned(RunLog tries) throws IOException {
    Goal goal = options.goal();
    if (goal == null) {
      return options.strategies();
    }
    long budget = options.protocol().budget();
    progress.begin(
        "tuning", "forward passes", options.strategies().size() * TRIES_EXPECTED * budget);
    Tuner tuner =
        new Tuner(
            goal,
            strategy -> run(tries, new Entry.Learned(strategy), StrategiesOptions.TUNING_SEED));
    List<Strategy> tuned = new ArrayList<>();
    for (Strategy strategy : options.strategies()) {
      int left = options.strategies().size() - options.strategies().indexOf(strategy);
      progress.total(spent + left * TRIES_EXPECTED * budget);
      try {
        Strategy best = tuner.tune(strategy);
        progress.note("%s is tuned to %s".formatted(Titles.of(strategy), Titles.of(best)));
        tuned.add(best);
      } catch (GradientsNeededException e) {
        skip(Titles.of(strategy), e);
      }
    }
    return tuned;
  }

  private List<Row> rows(RunLog runs, List<Strategy> strategies) throws IOException {
    long budget = options.protocol().budget();
    progress.begin("learning", "forward passes", strategies.size() * options.seeds() * budget);
    List<Entry> entries =
        Stream.<Entry>concat(
                Stream.of(new Entry.FrozenControl(), new Entry.NoStep()),
                strategies.stream().distinct().map(Entry.Learned::new))
            .toList();
    List<Row> rows = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        List<Run> ofEntry = new ArrayList<>();
        for (long seed : options.seedList()) {
          ofEntry.add(run(runs, entry, seed));
        }
        rows.add(Row.of(entry, ofEntry));
      } catch (GradientsNeededException e) {
        skip(entry.title(), e);
      }
    }
    return rows;
  }

  private Run run(RunLog log, Entry entry, long seed) throws IOException {
    Run known = log.find(entry.key(), seed).orElse(null);
    if (known != null) {
      progress.step(known.forwards());
      spent += known.forwards();
      return known;
    }
    List<FeatureTask> stream =
        streams.computeIfAbsent(seed, s -> FeatureTask.stream(pool, options.protocol(), s));
    Run run = Trial.run(network, options.protocol(), stream, entry, seed, progress);
    log.append(run);
    spent += run.forwards();
    progress.note(
        String.format(
            Locale.ROOT,
            "%s, seed %d: Avg %.1f  Last %.1f  Fgt %.1f  new task %.1f  %.0f s",
            entry.title(),
            seed,
            100 * run.average(),
            100 * run.last(),
            100 * run.forgetting(),
            100 * run.newTask(),
            run.seconds()));
    return run;
  }

  private void skip(String title, GradientsNeededException why) {
    String reason = String.valueOf(why.getMessage());
    skipped.put(title, reason);
    progress.note("%s is skipped: %s".formatted(title, reason));
  }

  private String tuningInWords() {
    Goal goal = options.goal();
    return goal == null
        ? "Learning rates as given, not tuned."
        : "Learning rates tuned by %s on seed %d, which is not among the table's, in steps of %d at most %d up or down (tuning.csv)."
            .formatted(goal.title(), StrategiesOptions.TUNING_SEED, Tuner.FACTOR, Tuner.REACH);
  }
}
