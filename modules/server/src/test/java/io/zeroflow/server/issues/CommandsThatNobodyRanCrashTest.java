package io.zeroflow.server.issues;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.server.Cli;
import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.Main;
import io.zeroflow.server.http.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * {@code pause}, {@code resume}, {@code snapshot} and {@code rollback} were listed by a test and
 * run by none, and ended in a stack trace. Every command is run here, well and badly, through the
 * parser against a running system; one that is in no row fails the test.
 */
@Live
class CommandsThatNobodyRanCrashTest {

  /**
   * In this order, since a rollback takes a swap that is on probation, and a feed ends its task.
   * Nothing answers at port 1. What stands in braces is filled in.
   */
  private static final String TABLE =
      """
      # command            | good call, what it says                            | bad call, exit code, what it says
      rollback             | --url {url}                  | after step           | --url {url}              | 1 | while it is on probation
      flush                | --url {url} --json           | "samples":           | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      pause                | --url {url}                  | paused after step    | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      resume               | --url {url} --json           | "step":              | now                      | 2 | now
      snapshot             | --url {url}                  | snapshot as of step  | --url nowhere            | 2 | write it as http://host:port
      status               | --url {url}                  | strategy             | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      strategy show        | --url {url}                  | known:               | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      strategy set         | --url {url} zo-adam(lr=1e-4) | zo-adam(lr=1e-4      | --url {url} zo-magic     | 2 | 'zo-magic' is not known
      policy show          | --url {url}                  | * rules              | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      policy set           | --url {url} manual           | * manual             | --url {url}              | 2 | POLICY
      decisions            | --url {url}                  | zo-sgd(              | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      tasks                | --url {url}                  | running              | --url http://127.0.0.1:1 | 1 | no Zeroflow answers
      topics create        | -c {config}                  | all topics exist     | -c {config} --replication 0 | 2 | replication = 0 (--replication)
      validate-config      | -c {config} --connect        | Kafka is ready       | -c {dir}/nowhere.conf    | 2 | is not a file
      journal inspect      | -c {config}                  | sha256               | -c {config} --until-step 1000000 | 2 | the journal ends at step
      journal verify       | -c {config}                  | good:                | -c {elsewhere}           | 2 | there are no topics
      journal export       | -c {config} --out {dir}/w.safetensors | floats as of step | -c {config}        | 2 | --out
      follow               | -c {config} --until-step 1   | step 1               | -c {config} --until-step x | 2 | 'x' is not a long
      dlq list             | -c {config}                  | 1 letters            | -c {config} --limit few  | 2 | 'few' is not an int
      dlq replay           | -c {config} --all            | 1 letters are back   | -c {config}              | 2 | nothing is chosen
      load                 | --bootstrap-servers {kafka} --topic orders.tasks --tasks 1 --classes 2 --train-per-class 2 --test-per-class 1 --no-progress | task | --bootstrap-servers {kafka} --topic nowhere --no-progress | 1 | no topic 'nowhere'
      bench step           | --batch 4 --epochs 1         | whole step           | --batch some             | 2 | 'some' is not an int
      bench supervisor     | --out {dir}/s {tiny}         | bandit               | --out {dir}/s --batch 0  | 2 | 0 a batch
      bench cost           | --out {dir}/c --batch 2 --rounds 1 --strategies zo-sgd | zo-sgd | --out {dir}/c --rounds none | 2 | 'none' is not an int
      bench share          | --batch 1                    | outside of forward   | --batch 0                | 2 | give at least 1
      bench trajectories   | --out {dir}/t --steps 10 --strategies zo-sgd | pictures and tables | --out {dir}/t --steps 0 | 2 | give at least 1
      """;

  /** Those that other tests run, as it takes a process, a minute, or somebody's Python. */
  private static final List<String> ELSEWHERE =
      List.of(
          "run", // aRunEndsWellWhenItIsTold; ChecksComeTooLateTest, badly
          "demo", // ChecksComeTooLateTest; CommandLineTest, badly
          "bench accuracy", // these three BenchAccuracyCommandTest
          "bench enhancements",
          "bench queries",
          "bench forward", // CommandLineTest, badly; well it takes a Python with torch
          "generate-completion"); // CommandLineTest; as a help command it refuses nothing

  private static final String TINY =
      "--tasks 1 --classes 2 --train-per-class 4 --test-per-class 2 --batch 8 --budget 66 --seeds 1";

  @TempDir private static Path directory;
  private static Map<String, String> places = Map.of();
  private static Zeroflow zeroflow;
  private static HttpServer http;

  /** A model of its own on the shared broker, in the middle of a task, with a swap on probation. */
  @BeforeAll
  static void start(LiveZeroflow live) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("orders.conf"),
            """
            zeroflow {
              model { id = orders, warm-up-samples = 2 }
              learner.batch-size = 4
              evaluation.share = 1
              snapshots.directory = "%s"
              http.port = 0
              kafka {
                bootstrap-servers = "%s"
                topics { tasks = orders.tasks, dead-letters = orders.dlq, journal = orders.journal }
              }
              supervisor {
                cooldown = 0s
                probation { evaluations = 10000, accuracy-drop = 1 }
                rules = [{ name = early, signal = forward-passes, above = 1, swap-to = "zo-sgd(lr=1e-6)" }]
              }
            }
            """
                .formatted(directory.resolve("snapshots"), live.bootstrapServers()));
    Path elsewhere =
        Files.writeString(
            directory.resolve("elsewhere.conf"),
            "zeroflow.kafka { bootstrap-servers = \"%s\", topics.tasks = nothing }"
                .formatted(live.bootstrapServers()));
    Config config = ConfigFactory.load(ConfigFactory.parseFile(file.toFile()));
    Settings settings = Settings.from(config);
    PrometheusRegistry registry = new PrometheusRegistry();
    zeroflow = Zeroflow.start(settings, config, registry);
    http = HttpServer.start(zeroflow, settings, registry);
    places =
        Map.of(
            "{url}",
            http.url(),
            "{config}",
            file.toString(),
            "{elsewhere}",
            elsewhere.toString(),
            "{dir}",
            directory.toString(),
            "{kafka}",
            live.bootstrapServers(),
            "{tiny}",
            TINY);
    learnUntilTheRuleSwaps(live.bootstrapServers());
  }

  private static void learnUntilTheRuleSwaps(String kafka) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka);
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      send(producer, "no sample");
      for (String split : List.of("eval", "train")) {
        send(producer, sample(split, "cat", "it purrs"));
        send(producer, sample(split, "dog", "it barks"));
      }
      await()
          .atMost(LiveZeroflow.PATIENCE)
          .until(
              () -> {
                send(producer, sample("train", "cat", "a small animal that hunts mice"));
                send(producer, sample("train", "dog", "a loyal animal that fetches sticks"));
                producer.flush();
                return Cli.run("decisions", "--url", http.url()).out().contains("early");
              });
    }
  }

  private static String sample(String split, String label, String text) {
    return "{\"task\":\"pets\",\"split\":\"%s\",\"label\":\"%s\",\"text\":\"%s\"}"
        .formatted(split, label, text);
  }

  private static void send(KafkaProducer<String, String> producer, String value) {
    var unused = producer.send(new ProducerRecord<>("orders.tasks", value));
  }

  @AfterAll
  static void stop() {
    http.close();
    zeroflow.close();
  }

  private record Row(
      String command, List<String> good, String says, List<String> bad, int code, String explains) {

    static Row of(String line) {
      List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      return new Row(
          cells.get(0),
          words(cells.get(1)),
          cells.get(2),
          words(cells.get(3)),
          Integer.parseInt(cells.get(4)),
          cells.get(5));
    }

    private static List<String> words(String cell) {
      return cell.isEmpty() ? List.of() : List.of(cell.split(" +"));
    }

    @Override
    public String toString() {
      return command;
    }
  }

  private static Stream<Row> rows() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(Row::of);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aCommandRunsAndAMistakeIsExplained(Row row) {
    Cli.Run good = run(row.command(), row.good());
    assertThat(good.code()).as(good.err()).isZero();
    assertThat(good.out()).contains(row.says());

    Cli.Run bad = run(row.command(), row.bad());
    assertThat(bad.err()).contains(row.explains());
    assertThat(bad.code()).isEqualTo(row.code());
  }

  @Test
  void everyCommandIsInTheTable() {
    Stream<String> tested = Stream.concat(rows().map(Row::command), ELSEWHERE.stream());
    assertThat(leaves(Main.commandLine())).containsExactlyInAnyOrderElementsOf(tested.toList());
  }

  /** What can be run, by its words after {@code zeroflow}; the others only hold commands. */
  private static Stream<String> leaves(CommandLine command) {
    Map<String, CommandLine> below = command.getSubcommands();
    return below.isEmpty()
        ? Stream.of(command.getCommandSpec().qualifiedName().split(" ", 2)[1])
        : below.values().stream().flatMap(CommandsThatNobodyRanCrashTest::leaves);
  }

  /** In a process, which a signal ends. */
  @Test
  void aRunEndsWellWhenItIsTold(LiveZeroflow live) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("run.conf"),
            """
            zeroflow {
              model.id = told, http.port = 0
              kafka {
                bootstrap-servers = "%s"
                topics { tasks = told.tasks, dead-letters = told.dlq, journal = told.journal }
              }
            }
            """
                .formatted(live.bootstrapServers()));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                file.toString())
            .redirectError(directory.resolve("run.err").toFile())
            .start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.startsWith("Stop with")) {
        line = out.readLine();
      }
      assertThat(line).as("%s", directory.resolve("run.err")).isNotNull();
      process.toHandle().destroy(); // SIGTERM; Process.destroy would close its output too
      assertThat(process.waitFor(LiveZeroflow.PATIENCE.toSeconds(), SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Cli.Run run(String command, List<String> arguments) {
    String[] line =
        Stream.concat(Stream.of(command.split(" ")), arguments.stream())
            .flatMap(word -> Stream.of(filled(word).split(" ")))
            .toArray(String[]::new);
    return Cli.run(line);
  }

  private static String filled(String word) {
    String text = word;
    for (Map.Entry<String, String> place : places.entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    return text;
  }
}
