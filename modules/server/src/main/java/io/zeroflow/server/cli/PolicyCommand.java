package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.http.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or changes who decides how a running Zeroflow learns. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Show or change who decides how a running Zeroflow learns.",
    synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the policy that decides, and what each does with its settings.")
  int show(@Mixin Admin admin, @Mixin JsonOption json) {
    return print(json, admin.get("policy"));
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Let another policy decide, also after a restart.")
  int set(
      @Mixin Admin admin,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "POLICY", description = "manual, rules, canary or bandit.")
          String name) {
    return print(json, admin.put("policy", Json.write(Map.of("policy", name))));
  }

  private int print(JsonOption json, JsonNode answer) {
    String policy = answer.path("policy").asText();
    return json.print(
        spec,
        answer,
        out -> {
          for (Map.Entry<String, JsonNode> known : answer.path("known").properties()) {
            out.printf(
                "%s %-7s %s%n",
                known.getKey().equals(policy) ? "*" : " ",
                known.getKey(),
                known.getValue().asText());
          }
        });
  }
}
