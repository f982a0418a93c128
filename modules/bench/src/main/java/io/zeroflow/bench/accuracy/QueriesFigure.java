package io.zeroflow.bench.accuracy;

import io.zeroflow.bench.plot.LineChart;
import io.zeroflow.bench.plot.LineChart.Series;
import io.zeroflow.bench.plot.Scene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Avg and Last against the number of directions a step. */
public final class QueriesFigure {

  private static final Pattern QUERIES = Pattern.compile("^(.*): ([a-z-]+)\\(.*\\bq=(\\d+)");

  private QueriesFigure() {}

  /** A line for each method, kind of strategy and measure; rows without q are left out. */
  public static Scene of(Table table) {
    Map<String, List<Row>> lines = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      Matcher matcher = QUERIES.matcher(row.key());
      if (matcher.find()) {
        lines
            .computeIfAbsent(matcher.group(1) + ", " + matcher.group(2), k -> new ArrayList<>())
            .add(row);
      }
    }
    List<Series> series = new ArrayList<>();
    lines.forEach(
        (name, rows) -> {
          series.add(line(name + ": Avg", rows, Row::average));
          series.add(line(name + ": Last", rows, Row::last));
        });
    return LineChart.of(
        "Directions a step, at the same number of forward passes",
        "log₂ q",
        "%, mean ± sample standard deviation",
        series);
  }

  private static Series line(String name, List<Row> rows, Function<Row, Spread> value) {
    return new Series(
        name,
        rows.stream().map(row -> Math.log(queries(row)) / Math.log(2)).toList(),
        rows.stream().map(row -> 100 * value.apply(row).mean()).toList(),
        rows.stream().map(row -> 100 * value.apply(row).deviation()).toList());
  }

  private static int queries(Row row) {
    Matcher matcher = QUERIES.matcher(row.key());
    return matcher.find() ? Integer.parseInt(matcher.group(3)) : 1;
  }
}
