package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.zeroflow.bench.Csv;
import io.zeroflow.model.ForwardOnlyNetwork;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.MeanAccumulator;
import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.Methods;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyKind;
import io.zeroflow.runtime.settings.BanditSettings;
import io.zeroflow.runtime.settings.CanarySettings;
import io.zeroflow.runtime.settings.ProbationSettings;
import io.zeroflow.runtime.settings.RuleSettings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tiny tables, on the real network and the real data. */
class AccuracyBenchTest {

  private AccuracyOptions.@Nullable Supervised supervised;

  private static final Protocol PROTOCOL = protocol(60);
  private static final List<Strategy> STRATEGIES =
      Stream.of("zo-sgd(lr=0.05)", "zo-adam-conserve", "fo-sgd").map(Strategy::parse).toList();

  private static Protocol protocol(long budget) {
    return new Protocol("wordnet", 2, 4, 12, 6, 8, MethodOptions.DEFAULTS.withWarmUp(6), budget);
  }

  private static Network network;
  private static FeaturePool pool;

  @TempDir private Path directory;

  @BeforeAll
  static void load() throws IOException {
    network = MiniLm.load(new MiniLmConfig(1, 4, 3f, 16f, 64), Device.cpu());
    pool = FeaturePool.encode(network, PROTOCOL, BenchProgress.NONE);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @Test
  void theTableStartsWithTheControlAndEveryStrategyHasItsBudget() throws IOException {
    Table table = run("a", STRATEGIES, false, null);

    assertThat(table.rows().getFirst().title()).isEqualTo("frozen control");
    assertThat(table.rows().getFirst().steps().mean()).isZero();
    assertThat(table.rows().stream().skip(2).map(Row::key))
        .containsExactlyElementsOf(STRATEGIES.stream().map(s -> "fine-tune: " + s).toList());
    assertThat(table.skipped()).isEmpty();
    assertThat(table.rows())
        .allSatisfy(
            row -> {
              assertThat(row.seeds()).isEqualTo(2);
              assertThat(
                      List.of(
                          row.average().mean(),
                          row.last().mean(),
                          row.forgetting().mean(),
                          row.newTask().mean(),
                          row.within().mean()))
                  .allSatisfy(ratio -> assertThat(ratio).isBetween(0.0, 1.0));
              assertThat(row.within().mean()).isGreaterThanOrEqualTo(row.newTask().mean());
            });
    assertThat(table.rows().subList(2, table.rows().size()))
        .allSatisfy(
            row -> {
              assertThat(row.forwards().mean()).isBetween(60.0, 64.0);
              assertThat(row.steps().mean()).isPositive();
            });
    assertThat(Files.readAllLines(directory.resolve("a/table.md")).get(2))
        .startsWith("| simple-cil | frozen control |");
    assertThat(Files.readAllLines(directory.resolve("a/table.csv")))
        .hasSize(1 + table.rows().size());
  }

  /** Policies decide by their own samples, so two runs of one seed are the same run. */
  @Test
  void policiesStandBesideTheirStrategiesAtTheSameBudget() throws IOException {
    supervised =
        new AccuracyOptions.Supervised(
            List.of("random", "rules", "canary", "bandit"), STRATEGIES.getFirst(), supervisor(), 2);

    Table table = run("a", STRATEGIES, false, null);
    run("b", STRATEGIES, false, null);

    assertThat(table.rows().stream().skip(2L + STRATEGIES.size()).map(Row::title))
        .extracting(title -> title.split(",", -1)[0])
        .containsExactly("random", "rules", "canary", "bandit");
    assertThat(table.rows().subList(2 + STRATEGIES.size(), table.rows().size()))
        .allSatisfy(
            row -> {
              assertThat(row.forwards().mean()).isBetween(20.0, 66.0);
              assertThat(row.steps().mean()).isPositive();
            });
    // A canary's steps cost twice while it is tried.
    assertThat(table.rows().get(table.rows().size() - 2).steps().mean())
        .isLessThan(table.rows().get(2).steps().mean());
    assertThat(withoutSeconds("b/runs.csv")).isEqualTo(withoutSeconds("a/runs.csv"));
  }

  private static SupervisorSettings supervisor() {
    return new SupervisorSettings(
        "manual",
        Duration.ZERO,
        100,
        2,
        new ProbationSettings(4, 2, 0.1),
        List.of(
            new RuleSettings(
                "always", RuleSettings.Signal.LOSS, true, 0, 1, 0, STRATEGIES.getLast())),
        new CanarySettings(STRATEGIES, 2, 2, 0, 0.5, false),
        new BanditSettings(STRATEGIES, 0.5, 0, 0.01, 0.9));
  }

  @Test
  void curvesEndWhereTheTableSays() throws IOException {
    Table table = run("a", STRATEGIES.subList(0, 1), false, null);

    assertThat(table.rows())
        .allSatisfy(
            row -> {
              assertThat(row.accuracies()).hasSize(2).last().isEqualTo(row.last());
              assertThat(row.accuracies().stream().mapToDouble(Spread::mean).average())
                  .hasValue(row.average().mean());
              assertThat(row.forgettings()).containsExactly(row.forgetting());
            });
    for (String figure : List.of("accuracy-fine-tune", "forgetting-fine-tune")) {
      assertThat(directory.resolve("a/" + figure + ".png")).isNotEmptyFile();
      assertThat(directory.resolve("a/" + figure + ".svg"))
          .content()
          .contains("frozen control", "no step", "zo-sgd(lr=0.05)");
    }
  }

  @Test
  void whatNeedsGradientsIsSkippedOnABlackBox() throws IOException {
    List<Strategy> strategies =
        Stream.of("fo-sgd", "zo-sgd", "forward-grad", "hybrid(switch=3)")
            .map(Strategy::parse)
            .toList();

    Table table = run(new ForwardOnlyNetwork(network), "a", strategies, false, Goal.AVERAGE);

    assertThat(table.rows()).hasSize(3);
    assertThat(table.rows().getLast().title()).startsWith("zo-sgd(");
    assertThat(table.skipped().keySet())
        .containsExactly(
            "fine-tune: fo-sgd(lr=0.01)",
            "fine-tune: forward-grad(lr=over-d(4.5, 0.001))",
            "fine-tune: hybrid(first=fo-sgd(lr=0.01), then=zo-sgd(lr=over-d(4.5, 0.001)), switch=3)");
    assertThat(directory.resolve("a/table.md"))
        .content()
        .contains("Skipped: fine-tune: fo-sgd(lr=0.01): ", "cannot be differentiated");
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodRunsWithAndWithoutGradients(Methods method) {
    List<FeatureTask> stream = FeatureTask.stream(pool, PROTOCOL, 5);
    for (String line : List.of("zo-sgd", "fo-sgd", "forward-grad")) {
      Entry entry =
          method.trains()
              ? new Entry.Learned(method, Strategy.parse(line))
              : new Entry.Untrained(method);
      Run run = Trial.run(network, PROTOCOL, stream, entry, 5, BenchProgress.NONE);
      assertThat(run.last()).isGreaterThan(0.3); // a quarter by chance
      assertThat(run.rejected()).isZero();
      assertThat(run.steps() > 0).isEqualTo(method.trains());
    }
  }

  @Test
  void everyKindIsComparedByDefault() {
    List<String> names =
        Study.STRATEGIES.strategies(PROTOCOL).stream().map(Strategy::name).toList();

    assertThat(names)
        .containsAll(
            StrategyCatalog.kinds().stream()
                .map(StrategyKind::name)
                .filter(name -> !name.equals("hold")) // the row without a step
                .toList());
  }

  @Test
  void theSameSeedsGiveTheSameBits() throws IOException {
    run("a", STRATEGIES, false, Goal.NEW_TASK);
    run("b", STRATEGIES, false, Goal.NEW_TASK);

    assertThat(withoutSeconds("a/runs.csv"))
        .hasSizeGreaterThan(4)
        .isEqualTo(withoutSeconds("b/runs.csv"));
    assertThat(withoutSeconds("a/tuning.csv")).isEqualTo(withoutSeconds("b/tuning.csv"));
  }

  @Test
  void tuningStaysOffTheTablesSeeds() throws IOException {
    Table table = run("a", STRATEGIES.subList(0, 1), false, Goal.AVERAGE);

    assertThat(column("a/tuning.csv", 1)).containsOnly("0").hasSizeGreaterThan(2);
    assertThat(column("a/runs.csv", 1)).containsOnly("1", "2");
    assertThat(column("a/tuning.csv", 0)).contains(table.rows().getLast().key());
    assertThat(table.tuned()).contains("tuned by Avg on seed 0");
  }

  @Test
  void resumingRunsOnlyWhatIsMissing() throws IOException {
    Table whole = run("a", STRATEGIES.subList(0, 2), false, null);
    Path runs = directory.resolve("a/runs.csv");
    String all = Files.readString(runs);

    Table again = run("a", STRATEGIES.subList(0, 2), true, null);

    assertThat(again.rows()).isEqualTo(whole.rows()); // their seconds too
    assertThat(Files.readString(runs)).isEqualTo(all);

    Files.writeString(runs, all.substring(0, all.length() - 30)); // killed in the middle of a line
    run("a", STRATEGIES.subList(0, 2), true, null);

    assertThat(Files.readAllLines(runs).size()).isEqualTo(all.lines().count());
    assertThat(Files.readString(runs))
        .startsWith(all.substring(0, all.lastIndexOf("\n\"fine-tune: zo-") + 1));
  }

  /** It took minutes to find that nothing was left; a black box has cells that are never there. */
  @Test
  void resumingWithNothingLeftEncodesNothing() throws IOException {
    Network blackBox = new ForwardOnlyNetwork(network);
    AccuracyOptions first = options("a", STRATEGIES, false, Goal.AVERAGE);
    int[] encoded = {0};
    AccuracyBench.Features features =
        () -> {
          encoded[0]++;
          return pool;
        };
    Table whole = AccuracyBench.run(blackBox, first, BenchProgress.NONE, features);
    assertThat(encoded[0]).isOne();

    AccuracyOptions again = options("a", STRATEGIES, true, Goal.AVERAGE);
    Table same = AccuracyBench.run(blackBox, again, BenchProgress.NONE, features);

    assertThat(encoded[0]).isOne();
    assertThat(same.rows()).isEqualTo(whole.rows());
    assertThat(same.skipped()).isEqualTo(whole.skipped()).isNotEmpty();
  }

  @Test
  void runsOfAnotherTableAreRefused() throws IOException {
    run("a", STRATEGIES.subList(0, 1), false, null);

    assertThatThrownBy(() -> run("a", STRATEGIES, false, null))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("runs.csv is there already; go on with --resume");
    var other = protocol(80);
    assertThatThrownBy(
            () ->
                AccuracyBench.run(
                    network,
                    new AccuracyOptions(
                        other,
                        List.of(Methods.FINE_TUNE),
                        STRATEGIES,
                        null,
                        2,
                        null,
                        true,
                        Published.on(other.data()),
                        directory.resolve("a")),
                    BenchProgress.NONE))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("60 forward passes")
        .hasMessageContaining("80 forward passes");
  }

  @Test
  void theControlIsTheNearestClassMean() throws Exception {
    List<FeatureTask> stream = FeatureTask.stream(pool, PROTOCOL, 5);
    MeanAccumulator means = new MeanAccumulator();
    stream.forEach(task -> task.train().forEach(s -> means.add(s.label(), s.encoded().pooled())));
    NearestMean nearest = new NearestMean(means.means());
    List<LabelledFeature> test = stream.stream().flatMap(t -> t.test().stream()).toList();
    long right =
        test.stream().filter(s -> s.label().equals(nearest.predict(s.encoded().pooled()))).count();

    Run run =
        Trial.run(
            network,
            PROTOCOL,
            stream,
            new Entry.Untrained(Methods.SIMPLE_CIL),
            5,
            BenchProgress.NONE);

    assertThat(run.last()).isEqualTo((double) right / test.size());
    assertThat(right).isGreaterThan(test.size() / 2);
    assertThat(run.forwards()).isEqualTo(6); // 24 samples in batches of 8, twice
  }

  @Test
  void seedsDrawOtherTasksOfTheSameClasses() {
    List<FeatureTask> one = FeatureTask.stream(pool, PROTOCOL, 1);
    List<FeatureTask> two = FeatureTask.stream(pool, PROTOCOL, 2);

    assertThat(one).isNotEqualTo(two);
    assertThat(one).isEqualTo(FeatureTask.stream(pool, PROTOCOL, 1));
    assertThat(one)
        .allSatisfy(
            task -> {
              assertThat(task.test()).hasSize(12).doesNotContainAnyElementsOf(task.train());
              assertThat(task.train()).hasSize(24);
            });
    assertThat(labels(one)).isEqualTo(labels(two)).hasSize(4);
  }

  private static List<String> labels(List<FeatureTask> stream) {
    return stream.stream()
        .flatMap(task -> task.train().stream())
        .map(LabelledFeature::label)
        .distinct()
        .sorted()
        .toList();
  }

  private Table run(String folder, List<Strategy> strategies, boolean resume, @Nullable Goal goal)
      throws IOException {
    return run(network, folder, strategies, resume, goal);
  }

  private Table run(
      Network network,
      String folder,
      List<Strategy> strategies,
      boolean resume,
      @Nullable Goal goal)
      throws IOException {
    return AccuracyBench.run(
        network, options(folder, strategies, resume, goal), BenchProgress.NONE, () -> pool);
  }

  private AccuracyOptions options(
      String folder, List<Strategy> strategies, boolean resume, @Nullable Goal goal) {
    return new AccuracyOptions(
        PROTOCOL,
        List.of(Methods.FINE_TUNE),
        strategies,
        supervised,
        2,
        goal,
        resume,
        Published.on(PROTOCOL.data()),
        directory.resolve(folder));
  }

  private List<List<String>> withoutSeconds(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .map(line -> Csv.values(line).subList(0, 12))
        .toList();
  }

  private List<String> column(String file, int column) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .skip(1)
        .map(line -> Csv.values(line).get(column))
        .toList();
  }
}
