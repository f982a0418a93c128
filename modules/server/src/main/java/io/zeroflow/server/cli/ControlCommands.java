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
    return say("snapshot as of step %s", admin.post("snapshot"));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Undo the last swap: weights and strategy from before it, while they are kept.")
  int rollback(@Mixin Admin admin) {
    JsonNode answer = admin.post("rollback");
    return say("after step %s: " + answer.path("strategy").asText(), answer);
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Take no further step until `resume`; what arrives waits in Kafka.")
  int pause(@Mixin Admin admin) {
    return say("paused after step %s", admin.post("pause"));
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Go on learning after a `pause`.")
  int resume(@Mixin Admin admin) {
    return say("goes on after step %s", admin.post("resume"));
  }

  private int say(String format, JsonNode answer) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(format.replace("%s", "%1$s") + "%n", answer.path("step"));
    out.flush();
    return 0;
  }
}
