package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or swaps the strategy of a running Zeroflow. */
@Command(
    name = "strategy",
    mixinStandardHelpOptions = true,
    description = "Show or swap the strategy of a running Zeroflow.",
    synopsisSubcommandLabel = "COMMAND")
public final class StrategyCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the strategy in use, and every strategy with its options.")
  int show(@Mixin Admin admin, @Mixin JsonOption json) {
    JsonNode answer = admin.get("strategy");
    return json.print(spec, answer, out -> show(out, answer));
  }

  private static void show(PrintWriter out, JsonNode answer) {
    out.printf("in use at step %s:%n  %s%n", answer.path("step"), answer.path("strategy").asText());
    out.println("known:");
    for (JsonNode kind : answer.path("known")) {
      out.printf("  %s: %s%n", kind.path("name").asText(), kind.path("help").asText());
      for (Map.Entry<String, JsonNode> option : kind.path("options").properties()) {
        out.printf("    %-14s %s%n", option.getKey(), option.getValue().asText());
      }
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Swap the strategy from the next step on; no batch is lost.",
      footer = {"", "Example: zeroflow strategy set \"zo-adam(lr=1e-3, q=2)\""})
  int set(
      @Mixin Admin admin,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "STRATEGY", description = "Such as zo-sgd(lr=1e-3, eps=1e-3, q=4).")
          String line) {
    Strategy strategy = Strategy.parse(line); // a typo is explained without asking the server
    JsonNode answer = admin.put("strategy", Json.write(Map.of("strategy", strategy.toString())));
    return json.print(
        spec,
        answer,
        out ->
            out.printf(
                "after step %s: %s%n", answer.path("step"), answer.path("strategy").asText()));
  }
}
