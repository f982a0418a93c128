package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.kafka.Topics;
import io.zeroflow.load.LoadGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour ({@code -Dfaults.soak=PT1H}) of real work: MiniLM learns WordNet's tasks again and again.
 * Says what the resident memory and the steps' times do; memory that keeps growing is a failure.
 */
@EnabledIfSystemProperty(named = "faults.soak", matches = "PT.+")
class SoakTest {

  private static final String ROW = "an hour of MiniLM";
  private static final Duration SAMPLING = Duration.ofSeconds(10);
  private static final double KIB_PER_MIB = 1024;
  private static final Pattern PAGE = Pattern.compile("metrics +(http\\S+)");
  private static final Pattern BUCKET =
      Pattern.compile("zeroflow_step_duration_seconds_bucket\\{.*le=\"([^\"]+)\".*} (\\S+)");

  @TempDir private static Path directory;

  /** Resident memory, MiB, at a time in minutes. */
  private record Memory(double minute, double resident) {}

  @Test
  @Row(ROW)
  void memoryAndStepsStayAsTheyAre() throws Exception {
    Duration length = Duration.parse(System.getProperty("faults.soak", "PT1H"));
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Topics topics = new Topics("soak.tasks", "soak.dlq", "soak.journal", 1, (short) 1);
      topics.create(broker.client());
      try (Life life =
              Life.start(
                  directory,
                  "soak",
                  config(broker),
                  Map.of("JAVA_TOOL_OPTIONS", "-Xms512m -XX:+AlwaysPreTouch"));
          Jvm load =
              Jvm.start(
                  directory.resolve("load.log"),
                  LoadGenerator.class,
                  "--bootstrap-servers=" + broker.address(),
                  "--topic=soak.tasks",
                  "--data=wordnet",
                  "--tasks=5",
                  "--classes=20",
                  "--loops=100000",
                  "--rate=200",
                  "--no-progress")) {
        life.until(() -> PAGE.matcher(life.process().printed()).find());
        Matcher page = PAGE.matcher(life.process().printed());
        assertThat(page.find()).isTrue();
        URI metrics = URI.create(page.group(1));
        life.until(() -> steps(buckets(metrics)) > 0);
        List<Memory> memory = new ArrayList<>();
        List<NavigableMap<Double, Double>> times = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < length.toNanos()) {
          LockSupport.parkNanos(SAMPLING.toNanos()); // the soak itself
          assertThat(life.process().isAlive()).as(life.process().printed()).isTrue();
          assertThat(load.isAlive()).as(load.printed()).isTrue();
          memory.add(
              new Memory(
                  (System.nanoTime() - start) / 60e9,
                  residentKib(life.process().pid()) / KIB_PER_MIB));
          times.add(buckets(metrics));
        }
        report(memory, times);
        assertThat(slope(settled(memory))).as("MiB a minute: %s", memory).isLessThan(1);
      }
    }
  }

  private static void report(List<Memory> memory, List<NavigableMap<Double, Double>> times) {
    int sixth = times.size() / 6;
    NavigableMap<Double, Double> early = between(times.get(sixth), times.get(2 * sixth));
    NavigableMap<Double, Double> late =
        between(times.get(times.size() - 1 - sixth), times.getLast());
    Figures.measured(
        ROW,
        "%.0f steps; resident %.0f MiB, then %.0f, slope %+.2f MiB/min; p99 of a step %.1f ms in the second sixth, %.1f ms in the last"
            .formatted(
                steps(times.getLast()),
                settled(memory).getFirst().resident(),
                memory.getLast().resident(),
                slope(settled(memory)),
                1e3 * quantile(early, 0.99),
                1e3 * quantile(late, 0.99)));
  }

  /** Without the start, in which code is compiled and caches fill. */
  private static List<Memory> settled(List<Memory> memory) {
    return memory.subList(memory.size() / 6, memory.size());
  }

  /** Least squares. */
  private static double slope(List<Memory> memory) {
    double minute = memory.stream().mapToDouble(Memory::minute).average().orElseThrow();
    double resident = memory.stream().mapToDouble(Memory::resident).average().orElseThrow();
    double along = 0;
    double across = 0;
    for (Memory m : memory) {
      along += (m.minute() - minute) * (m.resident() - resident);
      across += (m.minute() - minute) * (m.minute() - minute);
    }
    return along / across;
  }

  private static double steps(NavigableMap<Double, Double> buckets) {
    return buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
  }

  private static NavigableMap<Double, Double> between(
      NavigableMap<Double, Double> from, NavigableMap<Double, Double> to) {
    NavigableMap<Double, Double> difference = new TreeMap<>();
    to.forEach((bound, count) -> difference.put(bound, count - from.getOrDefault(bound, 0.0)));
    return difference;
  }

  /** As histogram_quantile has it: linear within a bucket. */
  private static double quantile(NavigableMap<Double, Double> buckets, double share) {
    double rank = share * steps(buckets);
    double below = 0;
    double lower = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank) {
        return bucket.getKey().isInfinite()
            ? lower
            : lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return lower;
  }

  private static NavigableMap<Double, Double> buckets(URI metrics)
      throws IOException, InterruptedException {
    NavigableMap<Double, Double> buckets = new TreeMap<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      Matcher line = BUCKET.matcher(text);
      while (line.find()) {
        double bound =
            line.group(1).equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(line.group(1));
        buckets.merge(bound, Double.parseDouble(line.group(2)), Double::sum);
      }
    }
    return buckets;
  }

  private static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String config(Broker broker) {
    return """
        zeroflow {
          model { id = soak, network = minilm, feature-cache = 64 MiB }
          evaluation.share = 0.1
          snapshots { directory = "%s", every = 1m }
          http.port = 0
          kafka {
            bootstrap-servers = "%s"
            topics { tasks = soak.tasks, dead-letters = soak.dlq, journal = soak.journal }
          }
        }
        """
        .formatted(directory.resolve("snapshots"), broker.address());
  }
}
