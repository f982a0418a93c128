package io.zeroflow.bench.accuracy;

import io.zeroflow.bench.plot.LineChart;
import io.zeroflow.bench.plot.LineChart.Series;
import io.zeroflow.bench.plot.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Accuracy and forgetting over the tasks: a picture of either for each method, the frozen control
 * in all of them.
 */
final class Figures {

  private Figures() {}

  /** Writes {@code accuracy-METHOD} and {@code forgetting-METHOD} as SVG and PNG. */
  static void write(Table table, Path folder) throws IOException {
    Row control = table.rows().getFirst();
    List<String> methods = table.rows().stream().skip(1).map(Row::method).distinct().toList();
    for (String method : methods) {
      List<Row> rows = new ArrayList<>(List.of(control));
      table.rows().stream().skip(1).filter(row -> row.method().equals(method)).forEach(rows::add);
      Picture.write(
          LineChart.of(
              "Accuracy over tasks: " + method,
              "tasks learned",
              "% of all classes seen, mean ± sample standard deviation",
              rows.stream().map(row -> line(row, 1, Row::accuracies)).toList()),
          folder,
          "accuracy-" + method);
      if (control.forgettings().isEmpty()) {
        continue; // a single task: there is nothing to forget
      }
      Picture.write(
          LineChart.of(
              "Forgetting over tasks: " + method,
              "tasks learned",
              "points lost since a task's best, mean over earlier tasks",
              rows.stream().map(row -> line(row, 2, Row::forgettings)).toList()),
          folder,
          "forgetting-" + method);
    }
  }

  private static Series line(Row row, int first, Function<Row, List<Spread>> values) {
    List<Spread> spreads = values.apply(row);
    return new Series(
        row.title(),
        IntStream.range(0, spreads.size()).mapToObj(i -> (double) (first + i)).toList(),
        spreads.stream().map(spread -> 100 * spread.mean()).toList(),
        spreads.stream().map(spread -> 100 * spread.deviation()).toList());
  }
}
