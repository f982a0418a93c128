package io.zeroflow.bench.accuracy;

import io.zeroflow.bench.Csv;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finished runs, a line of CSV each, on disk as soon as they are over. A line that was cut short by
 * a kill is dropped; a file of another protocol, or one that was not asked to go on, is refused.
 */
final class RunLog {

  private static final List<String> COLUMNS =
      List.of(
          "key",
          "seed",
          "average",
          "last",
          "forgetting",
          "new_task",
          "within",
          "accuracies",
          "forgettings",
          "forwards",
          "steps",
          "rejected",
          "seconds",
          "protocol");

  private final Path file;
  private final String protocol;
  private final List<Run> runs = new ArrayList<>();

  private RunLog(Path file, String protocol) {
    this.file = file;
    this.protocol = protocol;
  }

  /**
   * Opens a file, or makes it with the first run.
   *
   * @param protocol all that two runs must share to stand in one table
   * @param resume whether runs that the file holds are to be kept
   * @throws SettingsException if the file is there and must not be, or is not of this protocol
   */
  static RunLog open(Path file, String protocol, boolean resume) throws IOException {
    RunLog log = new RunLog(file, protocol);
    if (resume && Files.exists(file)) {
      log.read();
    } else if (Files.exists(file)) {
      throw new SettingsException(
          "%s is there already; go on with --resume, or choose another folder".formatted(file));
    }
    return log;
  }

  private void read() throws IOException {
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<String> lines = whole.lines().toList();
    if (lines.isEmpty() || !Csv.values(lines.getFirst()).equals(COLUMNS)) {
      throw new SettingsException(
          "%s does not begin with %s; it is no list of runs, choose another folder"
              .formatted(file, Csv.line(COLUMNS)));
    }
    for (String line : lines.subList(1, lines.size())) {
      runs.add(run(line));
    }
    if (whole.length() < text.length()) {
      Files.writeString(file, whole);
    }
  }

  private Run run(String line) {
    List<String> v = Csv.values(line);
    if (v.size() != COLUMNS.size() || !v.getLast().equals(protocol)) {
      throw new SettingsException(
          "%s holds a run of '%s', not of '%s'; choose another folder"
              .formatted(file, v.getLast(), protocol));
    }
    try {
      return new Run(
          v.get(0),
          Long.parseLong(v.get(1)),
          Double.parseDouble(v.get(2)),
          Double.parseDouble(v.get(3)),
          Double.parseDouble(v.get(4)),
          Double.parseDouble(v.get(5)),
          Double.parseDouble(v.get(6)),
          numbers(v.get(7)),
          numbers(v.get(8)),
          Long.parseLong(v.get(9)),
          Long.parseLong(v.get(10)),
          Long.parseLong(v.get(11)),
          Double.parseDouble(v.get(12)));
    } catch (NumberFormatException e) {
      throw new SettingsException(
          "%s: a number of '%s' cannot be read: %s".formatted(file, line, e.getMessage()));
    }
  }

  private static List<Double> numbers(String values) {
    return values.isEmpty()
        ? List.of()
        : Arrays.stream(values.split(" ")).map(Double::valueOf).toList();
  }

  private static String text(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** The run of an entry on a seed, if it is over. */
  Optional<Run> find(String key, long seed) {
    return runs.stream().filter(run -> run.key().equals(key) && run.seed() == seed).findFirst();
  }

  /** Writes a run down. */
  void append(Run run) throws IOException {
    List<Object> values =
        List.of(
            run.key(),
            run.seed(),
            run.average(),
            run.last(),
            run.forgetting(),
            run.newTask(),
            run.within(),
            text(run.accuracies()),
            text(run.forgettings()),
            run.forwards(),
            run.steps(),
            run.rejected(),
            run.seconds(),
            protocol);
    if (!Files.exists(file)) {
      Files.writeString(file, Csv.line(COLUMNS) + "\n");
    }
    Files.writeString(
        file,
        Csv.line(values.stream().map(Object::toString).toList()) + "\n",
        StandardOpenOption.APPEND);
    runs.add(run);
  }
}
