package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the tasks that a running Zeroflow has seen, and how it does on them now. */
@Command(
    name = "tasks",
    mixinStandardHelpOptions = true,
    description = "Show the tasks that a running Zeroflow has seen, and how it does on them now.")
public final class TasksCommand implements Callable<Integer> {

  @Mixin private Admin admin = new Admin();

  @Option(names = "--json", description = "Print the API's answer as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode answer = admin.get("tasks");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      out.printf("%-28s %10s %10s %11s%n", "task", "after step", "accuracy", "forgetting");
      for (JsonNode task : answer.path("tasks")) {
        out.printf(
            "%-28s %10s %10s %11s%s%n",
            task.path("task").asText(),
            task.path("afterStep"),
            Percent.of(task.path("accuracy")),
            Percent.of(task.path("forgetting")),
            task.path("running").asBoolean() ? "  running" : "");
        String evidence = task.path("evidence").asText();
        if (!evidence.isEmpty()) {
          out.println("    found: " + evidence);
        }
      }
    }
    out.flush();
    return 0;
  }
}
