package io.zeroflow.server.cli;

import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Letter;
import io.zeroflow.runtime.source.LetterBox;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at dead letters, and puts them back. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "Look at dead letters: records that could not be learned. Put them back.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  zeroflow dlq list --reason bad_shape",
      "  zeroflow dlq list --json --reason bad_shape > letters.jsonl",
      "  zeroflow dlq replay --repaired letters.jsonl",
      "",
      "A file of letters has one a line, as list --json prints them, with the value to send in its place:",
      "  {\"letter\": \"0:12\", \"value\": {\"task\": \"t1\", \"label\": \"cat\", \"text\": \"it purrs\"}}",
      "A value that is no JSON object is a string; one that is no text either is in base64, as \"base64\"."
    })
public final class DlqCommand {

  private static final int EXCERPT = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List letters, the oldest first, and how many there are by reason.")
  int list(
      @Mixin ConfigOption config,
      @Option(names = "--reason", paramLabel = "R", description = "Only those of this reason.")
          @Nullable String reason,
      @Option(names = "--limit", paramLabel = "N", description = "The last N (default: 20).")
          @Nullable Integer limit,
      @Option(names = "--json", description = "Print JSON, one letter a line.") boolean json) {
    if (limit != null && limit < 0) {
      throw new SettingsException("--limit is %d; give 0 or more".formatted(limit));
    }
    List<Letter> letters =
        new LetterBox(config.deployed().kafka())
            .letters().stream()
                .filter(letter -> reason == null || letter.reason().equals(reason))
                .toList();
    PrintWriter out = spec.commandLine().getOut();
    int most = limit == null ? 20 : limit;
    for (Letter letter : letters.subList(Math.max(0, letters.size() - most), letters.size())) {
      out.println(json ? LetterLines.write(letter) : line(letter));
    }
    if (!json) {
      Map<String, Long> reasons =
          letters.stream()
              .collect(Collectors.groupingBy(Letter::reason, TreeMap::new, Collectors.counting()));
      long records = letters.stream().map(Letter::origin).distinct().count();
      out.printf(
          Locale.ROOT,
          "%,d letters %s%s%n",
          letters.size(),
          reasons,
          records == letters.size()
              ? ""
              : ", of %,d records: some repeat another".formatted(records));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Put letters back at the end of the tasks topic, as they came or repaired.",
        "They stay in the dead-letter topic. A record that went back before is left out, and so is",
        "a second letter of one, as a learner that was killed leaves it."
      })
  int replay(
      @Mixin ConfigOption config,
      @Option(names = "--letter", paramLabel = "P:O", description = "Partition and offset of one.")
          @Nullable List<String> places,
      @Option(names = "--reason", paramLabel = "R", description = "All of this reason.")
          @Nullable String reason,
      @Option(names = "--all", description = "All.") boolean all,
      @Option(
              names = "--repaired",
              paramLabel = "FILE",
              description =
                  "Letters with values to send instead; these letters, if nothing else is chosen.")
          @Nullable Path file,
      @Option(names = "--again", description = "Also those that went back before.") boolean again,
      @Option(names = "--dry-run", description = "Say what would be sent.") boolean dryRun,
      @Mixin JsonOption json) {
    if (places == null && reason == null && !all && file == null) {
      throw new SettingsException(
          "nothing is chosen; give --letter, --reason, --repaired or --all");
    }
    Map<String, byte[]> repaired = file == null ? Map.of() : LetterLines.read(file);
    Collection<String> named =
        places != null ? places : reason == null && !all ? repaired.keySet() : List.of();
    LetterBox box = new LetterBox(config.deployed().kafka());
    List<Letter> letters = box.letters();
    Set<String> known = letters.stream().map(Letter::place).collect(Collectors.toSet());
    named.stream()
        .filter(place -> !known.contains(place))
        .findFirst()
        .ifPresent(
            place -> {
              throw new SettingsException("there is no letter " + place + "; see dlq list");
            });
    List<Letter> chosen =
        letters.stream()
            .filter(
                letter -> all || letter.reason().equals(reason) || named.contains(letter.place()))
            .toList();
    List<Letter> due = box.due(chosen, repaired.keySet(), again);
    for (Letter letter : due) {
      if (letter.valueDropped() && !repaired.containsKey(letter.place())) {
        throw new SettingsException(
            "letter %s was too large to keep: its value is gone. Send it anew with --repaired, or leave it out"
                .formatted(letter.place()));
      }
    }
    if (!dryRun) {
      box.replay(due, repaired);
    }
    int leftOut = chosen.size() - due.size();
    return json.print(
        spec,
        Map.of(
            "letters",
            due.stream().map(Letter::place).toList(),
            "sent",
            !dryRun,
            "leftOut",
            leftOut),
        out -> {
          due.forEach(letter -> out.println(line(letter)));
          out.printf(
              Locale.ROOT,
              "%,d letters %s, %,d left out that went back before or repeat another%n",
              due.size(),
              dryRun ? "would go back" : "are back",
              leftOut);
        });
  }

  private static String line(Letter letter) {
    return String.format(
        Locale.ROOT,
        "%-8s %-18s %s%s  (%,d bytes: %s)",
        letter.place(),
        letter.reason(),
        letter.id().isEmpty() ? "" : "id %s: ".formatted(printable(letter.id())),
        letter.why(),
        letter.size(),
        excerpt(letter));
  }

  private static String excerpt(Letter letter) {
    byte[] value = letter.record().value();
    if (value == null) {
      return letter.valueDropped() ? "dropped" : "none";
    }
    String text = new String(value, 0, Math.min(value.length, EXCERPT), StandardCharsets.UTF_8);
    return printable(text) + (value.length > EXCERPT ? "…" : "");
  }

  /** A terminal obeys what it is sent. */
  private static String printable(String text) {
    return text.replaceAll("\\P{Print}", "·");
  }
}
