package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what was decided about how a running Zeroflow learns, why, and what came of it. */
@Command(
    name = "decisions",
    mixinStandardHelpOptions = true,
    description = "Show what was decided about how a running Zeroflow learns, why, and its effect.")
public final class DecisionsCommand implements Callable<Integer> {

  @Mixin private Admin admin = new Admin();

  @Option(names = "--json", description = "Print the API's answer as JSON.")
  private boolean json;

  @Option(
      names = {"-n", "--last"},
      defaultValue = "20",
      paramLabel = "N",
      description = "How many, the newest first (default: ${DEFAULT-VALUE}).")
  private int last;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (last < 0) {
      throw new SettingsException("--last is %d; give 0 or more".formatted(last));
    }
    JsonNode answer = admin.get("decisions");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      JsonNode decisions = answer.path("decisions");
      for (int i = 0; i < Math.min(last, decisions.size()); i++) {
        print(out, decisions.get(i));
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode decision) {
    out.printf(
        "after step %s, %s: %s %s, by %s%n",
        decision.path("step"),
        decision.path("time").asText(),
        decision.path("decision").asText(),
        decision.path("what").asText(),
        decision.path("cause").asText());
    line(out, "because", decision.path("evidence").asText());
    line(out, "expected", decision.path("expected").asText());
    JsonNode effect = decision.path("effect");
    if (effect.isObject()) {
      line(
          out,
          "effect",
          "accuracy %s, forgetting %s, in %d evaluations and %d forward passes"
              .formatted(
                  points(effect.path("accuracy")),
                  points(effect.path("forgetting")),
                  effect.path("evaluations").asInt(),
                  effect.path("forwards").asLong()));
    }
  }

  /** A change of a ratio; a dash where there was nothing to forget. */
  private static String points(JsonNode change) {
    return change.isNumber()
        ? String.format(Locale.ROOT, "%+.1f points", 100 * change.asDouble())
        : "–";
  }

  private static void line(PrintWriter out, String name, String text) {
    if (!text.isEmpty()) {
      out.printf("  %-9s %s%n", name, text);
    }
  }
}
