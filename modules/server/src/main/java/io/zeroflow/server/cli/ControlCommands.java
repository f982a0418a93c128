package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One-word orders to a running Zeroflow. */
@Command
public final class ControlCommands {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "snapshot",
      mixinStandardHelpOptions = true,
      description = "Take a snapshot of the model now.")
  int snapshot(@Mixin Admin admin) {
    return say("snapshot as of step " + admin.post("snapshot").path("step"));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Undo the last swap: weights and strategy from before it, while they are kept.")
  int rollback(@Mixin Admin admin) {
    JsonNode answer = admin.post("rollback");
    return say(
        "after step %s: %s".formatted(answer.path("step"), answer.path("strategy").asText()));
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description =
          "Take no further step until `resume`, restarts included; what arrives waits in Kafka.")
  int pause(@Mixin Admin admin) {
    JsonNode answer = admin.post("pause");
    return say(
        answer.path("changed").asBoolean()
            ? "paused after step " + answer.path("step")
            : "paused already, by %s since %s"
                .formatted(answer.path("pausedBy").asText(), answer.path("pausedSince").asText()));
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Go on learning after a `pause`.")
  int resume(@Mixin Admin admin) {
    JsonNode answer = admin.post("resume");
    return say(
        (answer.path("changed").asBoolean() ? "goes on after step " : "was not paused; at step ")
            + answer.path("step"));
  }

  private int say(String words) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(words);
    out.flush();
    return 0;
  }
}
