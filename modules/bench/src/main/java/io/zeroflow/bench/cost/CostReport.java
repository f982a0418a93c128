package io.zeroflow.bench.cost;

import io.zeroflow.bench.plot.LineChart;
import io.zeroflow.bench.plot.LineChart.Series;
import io.zeroflow.bench.plot.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows as a table and as a picture of memory against the size of the batch. */
public final class CostReport {

  private static final String BACKPROP = "fo-sgd";

  /**
   * Seconds an epoch and GPU memory in GB of the ZeroFlow paper's table, ViT-B/16 on CIFAR-100,
   * over those of its FO-SGD: 59.3 s and 12.08 GB, the model's own memory included.
   */
  private static final Map<String, double[]> PUBLISHED =
      Map.of(
          "fo-sgd", new double[] {1, 1},
          "zo-sgd", new double[] {32.4 / 59.3, 2.41 / 12.08},
          "zo-sgd(q=4)", new double[] {111.7 / 59.3, 2.41 / 12.08},
          "zo-sgd-sign", new double[] {32.4 / 59.3, 2.41 / 12.08},
          "zo-sgd-conserve", new double[] {70.1 / 59.3, 2.41 / 12.08},
          "forward-grad", new double[] {45.9 / 59.3, 3.94 / 12.08});

  private final List<CostRow> rows;

  /** Of what {@link CostBench} measured. */
  public CostReport(List<CostRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Writes {@code cost.md}, and {@code memory} as SVG and PNG for several batches. */
  public void write(Path directory, String setting) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("cost.md"), markdown(setting));
    if (byBatch().size() > 1) {
      Picture.write(
          LineChart.of(
              "Peak memory against batch size", "MB above network and batch", "samples", series()),
          directory,
          "memory");
    }
  }

  /**
   * The table, and the law of time below it.
   *
   * @param setting what was measured, in words
   */
  public String markdown(String setting) {
    StringBuilder text =
        new StringBuilder(
            """
            | batch | step | forward passes | s | quartiles | s for 1,000 samples | over so many bare forwards | over fo-sgd | paper | MB | over a forward | over fo-sgd | paper |
            |---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
    byBatch().forEach((_, of) -> of.forEach(row -> text.append(line(row, of))));
    text.append('\n').append(setting).append('\n');
    byBatch()
        .forEach(
            (batch, of) ->
                CostLaw.of(of)
                    .ifPresent(
                        law ->
                            text.append(
                                String.format(
                                    Locale.ROOT,
                                    "%nBatch %d: a zo step takes %.4f + %.4f · forward passes"
                                        + " seconds, within %.0f %%.%n",
                                    batch,
                                    law.fixed(),
                                    law.perForward(),
                                    100 * law.worst()))));
    byBatch().forEach((batch, of) -> beside(of).ifPresent(text::append));
    return text.toString();
  }

  /** A step of plain finite differences beside training all of the network. */
  private static Optional<String> beside(List<CostRow> of) {
    return of.stream()
        .filter(row -> plain(row.name()).equals("zo-sgd"))
        .flatMap(
            zo ->
                of.stream()
                    .filter(row -> row.name().equals(CostRow.ALL_WEIGHTS))
                    .map(
                        all ->
                            String.format(
                                Locale.ROOT,
                                "%nBatch %d: zo-sgd takes %.2f of the time and %.2f of the memory of"
                                    + " backprop into all weights.%n",
                                zo.batch(),
                                zo.seconds() / all.seconds(),
                                (double) zo.peakBytes() / all.peakBytes())))
        .findFirst();
  }

  private static String line(CostRow row, List<CostRow> of) {
    CostRow forward = of.getFirst();
    double[] published = PUBLISHED.getOrDefault(plain(row.name()), new double[] {});
    return String.format(
        Locale.ROOT,
        "| %d | %s | %d | %.4g | %.4g – %.4g | %.4g | %.2f | %s | %s | %.1f | %.2f | %s | %s |%n",
        row.batch(),
        row.name(),
        row.forwards(),
        row.seconds(),
        row.timing().low(),
        row.timing().high(),
        1000 * row.seconds() / row.batch(),
        row.seconds() / (row.forwards() * forward.seconds()),
        share(row.seconds(), of, true),
        published.length == 0 ? "" : String.format(Locale.ROOT, "%.2f", published[0]),
        row.peakBytes() / 1e6,
        (double) row.peakBytes() / Math.max(1, forward.peakBytes()),
        share(row.peakBytes(), of, false),
        published.length == 0 ? "" : String.format(Locale.ROOT, "%.2f", published[1]));
  }

  private static String share(double value, List<CostRow> of, boolean time) {
    return of.stream()
        .filter(row -> plain(row.name()).equals(BACKPROP))
        .findFirst()
        .map(row -> value / (time ? row.seconds() : row.peakBytes()))
        .map(share -> String.format(Locale.ROOT, "%.2f", share))
        .orElse("");
  }

  /** A strategy without its learning rate. */
  private static String plain(String name) {
    return name.replaceAll("lr=([\\w-]+\\([^()]*\\)|[^,()]*)(, )?", "").replace("()", "");
  }

  private Map<Integer, List<CostRow>> byBatch() {
    return rows.stream()
        .collect(Collectors.groupingBy(CostRow::batch, LinkedHashMap::new, Collectors.toList()));
  }

  private List<Series> series() {
    return rows.stream()
        .collect(Collectors.groupingBy(CostRow::name, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(
            of ->
                new Series(
                    plain(of.getKey()),
                    of.getValue().stream().map(row -> (double) row.batch()).toList(),
                    of.getValue().stream().map(row -> row.peakBytes() / 1e6).toList(),
                    Collections.nCopies(of.getValue().size(), Double.NaN)))
        .toList();
  }
}
