package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A one-word order to a running Zeroflow: a POST to the API's path of the same name. */
@Command(mixinStandardHelpOptions = true)
public abstract class OrderCommand implements Callable<Integer> {

  @Mixin private Admin admin = new Admin();

  @Option(names = "--json", description = "Print the API's answer as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What was done, for people. */
  abstract String words(JsonNode answer);

  @Override
  public final Integer call() {
    JsonNode answer = admin.post(spec.name());
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? answer.toString() : words(answer));
    out.flush();
    return 0;
  }

  /** Takes a snapshot. */
  @Command(name = "snapshot", description = "Take a snapshot of the model now.")
  public static final class Snapshot extends OrderCommand {
    @Override
    String words(JsonNode answer) {
      return "snapshot as of step " + answer.path("step");
    }
  }

  /** Undoes a swap. */
  @Command(
      name = "rollback",
      description = "Undo the last swap: weights and strategy from before it, while they are kept.")
  public static final class Rollback extends OrderCommand {
    @Override
    String words(JsonNode answer) {
      return "after step %s: %s".formatted(answer.path("step"), answer.path("strategy").asText());
    }
  }

  /** Learns what waits. */
  @Command(
      name = "flush",
      description = "Learn the samples that wait for a full batch, without the rest.")
  public static final class Flush extends OrderCommand {
    @Override
    String words(JsonNode answer) {
      int samples = answer.path("samples").asInt();
      return samples == 0
          ? "no samples wait for a full batch"
          : "%d samples wait no longer; they are the next batch".formatted(samples);
    }
  }

  /** Stops learning for a while. */
  @Command(
      name = "pause",
      description =
          "Take no further step until `resume`, restarts included; what arrives waits in Kafka.")
  public static final class Pause extends OrderCommand {
    @Override
    String words(JsonNode answer) {
      return answer.path("changed").asBoolean()
          ? "paused after step " + answer.path("step")
          : "paused already, by %s since %s"
              .formatted(answer.path("pausedBy").asText(), answer.path("pausedSince").asText());
    }
  }

  /** Goes on. */
  @Command(name = "resume", description = "Go on learning after a `pause`.")
  public static final class Resume extends OrderCommand {
    @Override
    String words(JsonNode answer) {
      return (answer.path("changed").asBoolean()
              ? "goes on after step "
              : "was not paused; at step ")
          + answer.path("step");
    }
  }
}
