package io.zeroflow.bench.accuracy;

import io.zeroflow.model.Network;
import io.zeroflow.model.method.Methods;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the table. */
public final class AccuracyBench {

  private static final int TRIES_EXPECTED = 5;

  private final Network network;
  private final AccuracyOptions options;
  private final BenchProgress progress;
  private final Features features;
  private @Nullable FeaturePool pool;
  private String phase = "";
  private long total;
  private long inPhase;
  private final Map<Long, List<FeatureTask>> streams = new HashMap<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();
  private long spent;

  private AccuracyBench(
      Network network, AccuracyOptions options, BenchProgress progress, Features features) {
    this.network = network;
    this.options = options;
    this.progress = progress;
    this.features = features;
  }

  /**
   * Runs what is not there yet and writes {@code runs.csv}, {@code table.md}, {@code table.csv}
   * and, if learning rates are tuned, {@code tuning.csv} to the folder, and {@link Figures}.
   */
  public static Table run(Network network, AccuracyOptions options, BenchProgress progress)
      throws IOException {
    return run(
        network,
        options,
        progress,
        () -> FeaturePool.encode(network, options.protocol(), progress));
  }

  /** Where features come from; asked once, and only if there is something to run. */
  @FunctionalInterface
  interface Features {
    FeaturePool encode() throws IOException;
  }

  static Table run(
      Network network, AccuracyOptions options, BenchProgress progress, Features features)
      throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(options.out());
    if (!Files.isWritable(options.out())) { // before minutes of work
      throw new AccessDeniedException(options.out().toString());
    }
    RunLog runs = log(network, options, "runs.csv");
    RunLog tries = options.goal() == null ? runs : log(network, options, "tuning.csv");
    AccuracyBench bench = new AccuracyBench(network, options, progress, features);
    List<Row> rows = bench.rows(runs, bench.entries(tries));
    Table table =
        new Table(
            network.name(),
            options.protocol().toString(),
            bench.tuningInWords(),
            rows,
            bench.skipped,
            options.published().data(),
            (System.nanoTime() - start) / 1e9);
    Files.writeString(options.out().resolve("table.md"), TableText.markdown(table));
    Files.writeString(options.out().resolve("table.csv"), TableText.csv(table));
    Figures.write(table, options.out());
    return table;
  }

  private static RunLog log(Network network, AccuracyOptions options, String name)
      throws IOException {
    return RunLog.open(
        options.out().resolve(name), options.protocol() + "; " + network.name(), options.resume());
  }

  /** The frozen control, then every method with every strategy, its learning rates tuned. */
  private List<Entry> entries(RunLog tries) throws IOException {
    Goal goal = options.goal();
    if (goal != null) {
      begin("tuning", expected(0) * TRIES_EXPECTED);
    }
    Set<Entry> entries = new LinkedHashSet<>();
    entries.add(new Entry.Untrained(Methods.SIMPLE_CIL));
    int cells = 0;
    for (Methods method : options.methods()) {
      entries.add(new Entry.Untrained(method));
      for (Strategy strategy : method.trains() ? options.strategies() : List.<Strategy>of()) {
        Entry.Learned entry = new Entry.Learned(method, strategy);
        if (goal != null) {
          total = spent + expected(cells++) * TRIES_EXPECTED;
          progress.total(total);
        }
        try {
          entries.add(goal == null ? entry : tuned(entry, goal, tries));
        } catch (GradientsNeededException e) {
          skip(entry, e);
        }
      }
      entries.addAll(supervised(method));
    }
    return List.copyOf(entries);
  }

  private List<Entry> supervised(Methods method) {
    AccuracyOptions.Supervised supervised = options.supervised();
    if (supervised == null || !method.trains()) {
      return List.of();
    }
    return supervised.policies().stream()
        .<Entry>map(
            policy ->
                new Entry.Supervised(
                    method, supervised.first(), policy, supervised.settings(), supervised.every()))
        .toList();
  }

  private Entry tuned(Entry.Learned entry, Goal goal, RunLog tries) throws IOException {
    Tuner tuner =
        new Tuner(
            goal,
            strategy ->
                run(
                    tries,
                    new Entry.Learned(entry.method(), strategy),
                    AccuracyOptions.TUNING_SEED));
    Entry best = new Entry.Learned(entry.method(), tuner.tune(entry.strategy()));
    progress.note("%s: %s is tuned to %s".formatted(entry.method(), entry.title(), best.title()));
    return best;
  }

  /** Forward passes of one seed of all cells that are left. */
  private long expected(int done) {
    AccuracyOptions.Supervised supervised = options.supervised();
    int policies = supervised == null ? 0 : supervised.policies().size();
    long cells = (long) options.trained().size() * (options.strategies().size() + policies) - done;
    return cells * options.protocol().budget();
  }

  private List<Row> rows(RunLog runs, List<Entry> entries) throws IOException {
    begin("learning", expected(0) * options.seeds());
    List<Row> rows = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        List<Run> ofEntry = new ArrayList<>();
        for (long seed : options.seedList()) {
          ofEntry.add(run(runs, entry, seed));
        }
        rows.add(Row.of(entry, ofEntry, options.published()));
      } catch (GradientsNeededException e) {
        skip(entry, e);
      }
    }
    return rows;
  }

  private Run run(RunLog log, Entry entry, long seed) throws IOException {
    Run known = log.find(entry.key(), seed).orElse(null);
    if (known != null) {
      progress.step(known.forwards());
      count(known);
      return known;
    }
    if (entry instanceof Entry.Learned learned
        && learned.strategy().needsGradients()
        && !network.differentiable()) { // before anything is encoded for it
      throw new GradientsNeededException(
          "%s gives losses only and cannot be differentiated".formatted(network.name()), null);
    }
    FeaturePool samples = encoded();
    List<FeatureTask> stream =
        streams.computeIfAbsent(seed, s -> FeatureTask.stream(samples, options.protocol(), s));
    Run run = Trial.run(network, options.protocol(), stream, entry, seed, progress);
    log.append(run);
    count(run);
    progress.note(
        String.format(
            Locale.ROOT,
            "%s: %s, seed %d: Avg %.1f  Last %.1f  Fgt %s  new task %.1f  %.0f s",
            entry.method(),
            entry.title(),
            seed,
            100 * run.average(),
            100 * run.last(),
            Double.isNaN(run.forgetting())
                ? "–"
                : String.format(Locale.ROOT, "%.1f", 100 * run.forgetting()),
            100 * run.newTask(),
            run.seconds()));
    return run;
  }

  /** Encodes at the first run that is missing, a phase within the one that goes on after it. */
  private FeaturePool encoded() throws IOException {
    if (pool == null) {
      pool = features.encode();
      long before = inPhase;
      begin(phase, total);
      progress.step(before);
      inPhase = before;
    }
    return pool;
  }

  private void begin(String phase, long total) {
    this.phase = phase;
    this.total = total;
    inPhase = 0;
    progress.begin(phase, "forward passes", total);
  }

  private void count(Run run) {
    spent += run.forwards();
    inPhase += run.forwards();
  }

  private void skip(Entry entry, GradientsNeededException why) {
    String title = entry.method() + ": " + entry.title();
    String reason = String.valueOf(why.getMessage());
    skipped.put(title, reason);
    progress.note("%s is skipped: %s".formatted(title, reason));
  }

  private String tuningInWords() {
    Goal goal = options.goal();
    return goal == null
        ? "Learning rates as given, not tuned."
        : "Learning rates tuned by %s on seed %d, which is not among the table's, in steps of %d at most %d up or down (tuning.csv)."
            .formatted(goal.title(), AccuracyOptions.TUNING_SEED, Tuner.FACTOR, Tuner.REACH);
  }
}
