package io.zeroflow.bench.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * The results of one class as lines of text, under what they were measured on. Times are
 * nanoseconds a float over all iterations of all forks; the best is what a machine that is used by
 * others at the same time can be held to.
 */
final class Table {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** A float read and a float written. */
  private static final double BYTES = 8;

  private static final Object[] COLUMNS = {"ns/float", "d", "best", "median", "quartiles", "GB/s"};

  private Table() {}

  static List<String> of(Collection<RunResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(machine());
    lines.add("");
    lines.add(String.format("%-10s %9s %6s %7s %14s %7s", COLUMNS));
    for (RunResult result : results) {
      lines.add(line(result));
    }
    return lines;
  }

  /** Without a parameter d, a benchmark declares its floats as JMH operations itself. */
  private static String line(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    String d = result.getParams().getParam("d");
    double floats = d == null ? 1 : Double.parseDouble(d);
    Statistics times = result.getPrimaryResult().getStatistics();
    double best = times.getMin() / floats;
    String line =
        String.format(
            Locale.ROOT,
            "%-10s %9s %6.3f %7.3f %6.3f – %5.3f",
            benchmark.substring(benchmark.lastIndexOf('.') + 1),
            d == null ? "" : d,
            best,
            times.getPercentile(50) / floats,
            times.getPercentile(25) / floats,
            times.getPercentile(75) / floats);
    return d == null ? line : line + String.format(Locale.ROOT, " %7.1f", BYTES / best);
  }

  private static String machine() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, load average %.1f, %s %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("java.vm.name"),
        Runtime.version());
  }

  private static String processor() throws IOException {
    String architecture = System.getProperty("os.arch");
    if (!Files.exists(CPU_INFO)) {
      return architecture;
    }
    return Files.readAllLines(CPU_INFO).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(architecture);
  }
}
