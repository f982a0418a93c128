package io.zeroflow.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last column of the tables in docs/guarantees.md. Every test of a row looks that the row is
 * there; with {@code -Dfaults.write=true} it writes what came out.
 */
final class Figures implements BeforeTestExecutionCallback, TestWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
  private static final Path PAGE = Path.of("../../docs/guarantees.md");
  private static final Map<String, Tally> TALLIES = new TreeMap<>();

  private static final class Tally {
    private final long started = System.nanoTime();
    private int passed;
    private int failed;
    private String measured = "";
  }

  /** What a test has measured, for its row. */
  static void measured(String row, String figure) {
    synchronized (TALLIES) {
      TALLIES.computeIfAbsent(row, r -> new Tally()).measured = ", " + figure;
    }
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) throws IOException {
    line(Files.readAllLines(PAGE), row(context)); // here, as JUnit only logs what a watcher throws
    synchronized (TALLIES) {
      TALLIES.computeIfAbsent(row(context), r -> new Tally());
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    ended(context, true);
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    ended(context, false);
  }

  private static void ended(ExtensionContext context, boolean well) {
    synchronized (TALLIES) {
      String row = row(context);
      Tally tally = TALLIES.computeIfAbsent(row, r -> new Tally());
      tally.passed += well ? 1 : 0;
      tally.failed += well ? 0 : 1;
      int all = tally.passed + tally.failed;
      String figure =
          "%s, %d s%s"
              .formatted(
                  all > 1 ? tally.passed + " of " + all : well ? "holds" : "**fails**",
                  Math.round((System.nanoTime() - tally.started) / 1e9),
                  tally.measured);
      LOG.info("{}: {}", row, figure);
      write(row, figure);
    }
  }

  private static String row(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Row.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Row.class))
        .orElseThrow()
        .value();
  }

  private static int line(List<String> lines, String row) {
    int[] found =
        IntStream.range(0, lines.size()).filter(i -> lines.get(i).startsWith("| " + row)).toArray();
    if (found.length != 1) {
      throw new AssertionError("%s has %d rows of '%s'".formatted(PAGE, found.length, row));
    }
    return found[0];
  }

  private static void write(String row, String figure) {
    if (!Boolean.getBoolean("faults.write")) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(PAGE);
      int at = line(lines, row);
      String line = lines.get(at);
      int last = line.lastIndexOf('|', line.length() - 2);
      lines.set(at, line.substring(0, last + 1) + " " + figure + " |");
      Files.write(PAGE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
