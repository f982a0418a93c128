package io.zeroflow.bench.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package and writes their tables. */
final class Benchmarks {

  private static final int FORKS = 3;

  /** Short, so that some iterations are spared by whatever else runs. */
  private static final TimeValue ITERATION = TimeValue.milliseconds(100);

  private Benchmarks() {}

  /**
   * Runs them.
   *
   * @param args the folder of the benchmarks' sources, and a pattern that names which to run
   */
  public static void main(String[] args) throws IOException, RunnerException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "expected the source folder and a pattern, got " + List.of(args));
    }
    Path sources = Path.of(args[0]);
    Options options =
        new OptionsBuilder()
            .include(args[1])
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(FORKS)
            .warmupIterations(15)
            .warmupTime(ITERATION)
            .measurementIterations(30)
            .measurementTime(ITERATION)
            .jvmArgsAppend("-Xmx1g")
            .build();
    Map<String, List<RunResult>> byClass =
        new Runner(options)
            .run().stream()
                .collect(
                    Collectors.groupingBy(
                        Benchmarks::className, TreeMap::new, Collectors.toList()));
    for (var entry : byClass.entrySet()) {
      List<String> table = Table.of(entry.getValue());
      table.forEach(System.out::println);
      Javadoc.replaceTable(sources.resolve(entry.getKey().replace('.', '/') + ".java"), table);
    }
  }

  private static String className(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
