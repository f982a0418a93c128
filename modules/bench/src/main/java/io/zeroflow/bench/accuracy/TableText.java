package io.zeroflow.bench.accuracy;

import io.zeroflow.bench.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table as Markdown for people and as CSV for programs. */
public final class TableText {

  private enum Column {
    AVERAGE("Avg", "average", Row::average, 100, 1),
    LAST("Last", "last", Row::last, 100, 1),
    FORGETTING("Fgt", "forgetting", Row::forgetting, 100, 1),
    NEW_TASK("new task", "new_task", Row::newTask, 100, 1),
    WITHIN("own classes", "within", Row::within, 100, 1),
    FORWARDS("forward passes", "forwards", Row::forwards, 1, 0),
    STEPS("steps", "steps", Row::steps, 1, 0),
    REJECTED("rejected", "rejected", Row::rejected, 1, 0),
    SECONDS("s", "seconds", Row::seconds, 1, 1);

    private final String title;
    private final String key;
    private final Function<Row, Spread> value;
    private final double scale;
    private final int digits;

    Column(String title, String key, Function<Row, Spread> value, double scale, int digits) {
      this.title = title;
      this.key = key;
      this.value = value;
      this.scale = scale;
      this.digits = digits;
    }

    private String cell(Row row) {
      Spread spread = value.apply(row);
      String mean = number(spread.mean());
      // A count that never varies needs no deviation.
      return Double.isNaN(spread.deviation()) || (digits == 0 && spread.deviation() == 0)
          ? mean
          : mean + " ± " + number(spread.deviation());
    }

    private String number(double value) {
      return Double.isNaN(value)
          ? "–"
          : String.format(Locale.ROOT, "%,." + digits + "f", scale * value);
    }
  }

  private TableText() {}

  /** Accuracies in percent, mean ± sample standard deviation over the seeds. */
  public static String markdown(Table table) {
    List<String> lines = new ArrayList<>();
    Column[] columns = Column.values();
    boolean published = table.published() != null;
    lines.add(
        "| method | strategy |"
            + join(columns, c -> " " + c.title + " |")
            + (published ? " paper: Avg | Last | Fgt |" : ""));
    lines.add("|---|---|" + join(columns, c -> "---:|") + (published ? "---:|---:|---:|" : ""));
    for (Row row : table.rows()) {
      lines.add(
          "| "
              + row.method()
              + " | "
              + row.title()
              + " |"
              + join(columns, c -> " " + c.cell(row) + " |")
              + (published ? published(row.published()) : ""));
    }
    lines.add("");
    table.skipped().forEach((line, why) -> lines.add("Skipped: " + line + ": " + why + "."));
    lines.add(
        "%s; %s. %s Mean ± sample standard deviation over %d seed(s); accuracies in percent."
            .formatted(
                table.protocol(), table.network(), table.tuned(), table.rows().getFirst().seeds()));
    lines.add(
        "A Jacobian-vector product counts as %d forward passes, a gradient by backprop as %d (1 forward, 2 for the backward pass), a batch whose features are taken as 1; evaluation and the frozen part are not counted."
            .formatted(CountedNetwork.SLOPE, CountedNetwork.GRADIENT));
    if (published) {
      lines.add(
          "The paper's figures are those of ViT-B/16 on %s, 10 tasks (ZeroFlow, ICML 2025); learning rates, epochs and, where the data set is another, the task differ."
              .formatted(table.published()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String published(Published.@Nullable Figures figures) {
    return figures == null
        ? " | | |"
        : " %s | %s | %s |".formatted(figures.average(), figures.last(), figures.forgetting());
  }

  private static String join(Column[] columns, Function<Column, String> text) {
    return Stream.of(columns).map(text).collect(Collectors.joining());
  }

  /** Ratios and counts, a column each for mean and deviation. */
  public static String csv(Table table) {
    List<String> head = new ArrayList<>(List.of("method", "strategy", "line", "seeds"));
    for (Column column : Column.values()) {
      head.add(column.key);
      head.add(column.key + "_sd");
    }
    StringBuilder text = new StringBuilder(Csv.line(head)).append('\n');
    for (Row row : table.rows()) {
      List<String> values =
          new ArrayList<>(
              List.of(row.method(), row.title(), row.key(), String.valueOf(row.seeds())));
      for (Column column : Column.values()) {
        Spread spread = column.value.apply(row);
        values.add(csv(spread.mean()));
        values.add(csv(spread.deviation()));
      }
      text.append(Csv.line(values)).append('\n');
    }
    return text.toString();
  }

  private static String csv(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
