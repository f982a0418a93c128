package io.zeroflow.bench.cost;

import io.zeroflow.bench.Csv;
import io.zeroflow.bench.Timing;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of batch sizes that are finished, on disk as soon as they are. A size that was cut short by
 * a kill is dropped; a file of another setting, or one that was not asked to go on, is refused.
 */
public final class CostLog {

  private static final List<String> COLUMNS =
      List.of(
          "batch",
          "step",
          "forward_passes",
          "seconds",
          "low",
          "high",
          "cpu_seconds",
          "peak_bytes",
          "setting");

  private final Path file;
  private final String setting;
  private final List<String> names;
  private final List<CostRow> rows = new ArrayList<>();

  private CostLog(Path file, String setting, List<String> names) {
    this.file = file;
    this.setting = setting;
    this.names = names;
  }

  /**
   * Opens or makes a file.
   *
   * @param setting all that two rows must share to stand in one table
   * @param names of the rows of each size, in order
   * @param resume whether sizes that the file holds are to be kept
   * @throws SettingsException if the file is there and must not be, or is of something else
   */
  public static CostLog open(Path file, String setting, List<String> names, boolean resume)
      throws IOException {
    CostLog log = new CostLog(file, setting, names);
    if (Files.exists(file)) {
      log.read();
      if (!resume && !log.rows.isEmpty()) {
        throw new SettingsException(
            "%s is there already; go on with --resume, or choose another folder".formatted(file));
      }
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, Csv.line(COLUMNS) + "\n" + text(log.rows, setting));
    return log;
  }

  private void read() throws IOException {
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty() || !Csv.values(lines.getFirst()).equals(COLUMNS)) {
      throw new SettingsException(
          "%s does not begin with %s; choose another folder".formatted(file, Csv.line(COLUMNS)));
    }
    List<CostRow> found = lines.stream().skip(1).map(this::row).toList();
    // A size is written as one; only the last can be cut short.
    for (int from = 0; from + names.size() <= found.size(); from += names.size()) {
      List<CostRow> size = found.subList(from, from + names.size());
      if (!size.stream().map(CostRow::name).toList().equals(names)) {
        throw new SettingsException(
            "%s holds other steps than these; choose another folder".formatted(file));
      }
      rows.addAll(size);
    }
  }

  private CostRow row(String line) {
    List<String> v = Csv.values(line);
    if (v.size() != COLUMNS.size() || !v.getLast().equals(setting)) {
      throw new SettingsException(
          "%s holds '%s', not '%s'; choose another folder".formatted(file, v.getLast(), setting));
    }
    try {
      return new CostRow(
          v.get(1),
          Integer.parseInt(v.get(0)),
          Integer.parseInt(v.get(2)),
          new Timing(
              Double.parseDouble(v.get(4)),
              Double.parseDouble(v.get(3)),
              Double.parseDouble(v.get(5))),
          Double.parseDouble(v.get(6)),
          Long.parseLong(v.get(7)));
    } catch (NumberFormatException e) {
      throw new SettingsException(
          "%s: a number of '%s' cannot be read: %s".formatted(file, line, e.getMessage()));
    }
  }

  /** Whether a size is finished. */
  public boolean holds(int batch) {
    return rows.stream().anyMatch(row -> row.batch() == batch);
  }

  /** Writes a finished size down. */
  public void append(List<CostRow> size) throws IOException {
    Files.writeString(file, text(size, setting), StandardOpenOption.APPEND);
    rows.addAll(size);
  }

  /** All rows so far. */
  public List<CostRow> rows() {
    return List.copyOf(rows);
  }

  private static String text(List<CostRow> rows, String setting) {
    return rows.stream()
        .map(
            row ->
                List.<Object>of(
                    row.batch(),
                    row.name(),
                    row.forwards(),
                    row.seconds(),
                    row.timing().low(),
                    row.timing().high(),
                    row.cpuSeconds(),
                    row.peakBytes(),
                    setting))
        .map(values -> Csv.line(values.stream().map(Object::toString).toList()) + "\n")
        .collect(Collectors.joining());
  }
}
