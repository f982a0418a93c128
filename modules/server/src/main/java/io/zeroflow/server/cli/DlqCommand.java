package io.zeroflow.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Letter;
import io.zeroflow.runtime.source.LetterBox;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
      "  zeroflow dlq replay --letter 0:12 --repaired fixed.jsonl",
      "",
      "fixed.jsonl has a line a letter, whose value is the sample to send in its place:",
      "  {\"letter\": \"0:12\", \"value\": {\"task\": \"t1\", \"label\": \"cat\", \"text\": \"it purrs\"}}"
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
    List<Letter> letters =
        new LetterBox(config.deployed().kafka())
            .letters().stream()
                .filter(letter -> reason == null || letter.reason().equals(reason))
                .toList();
    PrintWriter out = spec.commandLine().getOut();
    int most = limit == null ? 20 : limit;
    for (Letter letter : letters.subList(Math.max(0, letters.size() - most), letters.size())) {
      out.println(json ? Json.write(fields(letter)) : line(letter));
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
      @Option(names = "--repaired", paramLabel = "FILE", description = "Values to send instead.")
          @Nullable Path file,
      @Option(names = "--again", description = "Also those that went back before.") boolean again,
      @Option(names = "--dry-run", description = "Say what would be sent.") boolean dryRun,
      @Mixin JsonOption json) {
    if (places == null && reason == null && !all) {
      throw new SettingsException("nothing is chosen; give --letter, --reason or --all");
    }
    LetterBox box = new LetterBox(config.deployed().kafka());
    Map<String, byte[]> repaired = file == null ? Map.of() : repaired(file);
    List<Letter> letters = box.letters();
    if (places != null) {
      Set<String> known = letters.stream().map(Letter::place).collect(Collectors.toSet());
      places.stream()
          .filter(place -> !known.contains(place))
          .findFirst()
          .ifPresent(
              place -> {
                throw new SettingsException("there is no letter " + place + "; see dlq list");
              });
    }
    List<Letter> chosen =
        letters.stream()
            .filter(
                letter ->
                    all
                        || letter.reason().equals(reason)
                        || (places != null && places.contains(letter.place())))
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

  private static Map<String, byte[]> repaired(Path file) {
    Map<String, byte[]> repaired = new HashMap<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          JsonNode node = Json.mapper().readTree(line);
          if (!node.path("letter").isTextual() || !node.path("value").isObject()) {
            throw new SettingsException(
                "%s, line %d: it must have a \"letter\" such as \"0:12\" and a \"value\", a sample"
                    .formatted(file, number));
          }
          repaired.put(
              node.get("letter").asText(),
              Json.write(node.get("value")).getBytes(StandardCharsets.UTF_8));
        }
      }
      return repaired;
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "%s, line %d is not JSON: %s".formatted(file, number, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new SettingsException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static Map<String, Object> fields(Letter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("letter", letter.place());
    fields.put("origin", letter.origin());
    fields.put("stage", letter.stage());
    fields.put("reason", letter.reason());
    fields.put("why", letter.why());
    fields.put("bytes", letter.size());
    fields.put("value", excerpt(letter));
    return fields;
  }

  private static String line(Letter letter) {
    return String.format(
        Locale.ROOT,
        "%-8s %-18s %s  (%,d bytes: %s)",
        letter.place(),
        letter.reason(),
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
    return text.replaceAll("\\P{Print}", "·") + (value.length > EXCERPT ? "…" : "");
  }
}
