package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a running Zeroflow is doing. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show what a running Zeroflow is doing.")
public final class StatusCommand implements Callable<Integer> {

  @Mixin private Admin admin = new Admin();

  @Option(names = "--json", description = "Print the API's answers as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode status = admin.get("status");
    JsonNode accuracy = admin.get("accuracy");
    JsonNode health = admin.get("health");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.printf("{\"status\":%s,\"accuracy\":%s,\"health\":%s}%n", status, accuracy, health);
    } else {
      line(
          out,
          "model",
          "%s, %s on %s",
          text(status, "model"),
          text(status, "method"),
          text(status, "network"));
      line(out, "device", "%s", text(status, "device"));
      line(
          out,
          "task",
          "%s%s",
          status.path("task").isNull() ? "none" : text(status, "task"),
          status.path("paused").asBoolean()
              ? ", paused by %s since %s: `zeroflow resume` goes on"
                  .formatted(text(status, "pausedBy"), text(status, "pausedSince"))
              : "");
      line(out, "step", "%s", text(status, "step"));
      line(
          out,
          "this process",
          "%s samples, %s forward passes, %s steps rejected since %s",
          text(status, "samples"),
          text(status, "forwardPasses"),
          text(status, "rejected"),
          text(status, "started"));
      line(out, "waiting", "%s", waiting(health));
      line(out, "strategy", "%s", text(status, "strategy"));
      line(
          out,
          "loss",
          "%s",
          status.path("loss").isNumber()
              ? text(status, "loss")
              : "– (this process has taken no step that measures one)");
      line(out, "accuracy", "%s", scores(accuracy.path("model")));
      line(out, "frozen control", "%s", scores(accuracy.path("control")));
    }
    out.flush();
    return 0;
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf("%-15s %s%n", name, String.format(Locale.ROOT, format, values));
  }

  private static String waiting(JsonNode health) {
    String records =
        "%,d records that could be learned".formatted(health.path("consumerLag").asLong());
    long samples = health.path("waitingSamples").asLong();
    return samples == 0
        ? records
        : "%s, %,d samples for a full batch: `zeroflow flush` learns them"
            .formatted(records, samples);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static String scores(JsonNode scores) {
    return "Avg %s  Last %s  Fgt %s"
        .formatted(
            Percent.of(scores.path("average")),
            Percent.of(scores.path("last")),
            Percent.of(scores.path("forgetting")));
  }
}
