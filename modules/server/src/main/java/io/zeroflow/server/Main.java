package io.zeroflow.server;

import io.zeroflow.load.LoadGenerator;
import io.zeroflow.server.cli.BenchCommand;
import io.zeroflow.server.cli.DecisionsCommand;
import io.zeroflow.server.cli.DemoCommand;
import io.zeroflow.server.cli.DlqCommand;
import io.zeroflow.server.cli.ExitCodes;
import io.zeroflow.server.cli.FollowCommand;
import io.zeroflow.server.cli.JournalCommand;
import io.zeroflow.server.cli.OrderCommand;
import io.zeroflow.server.cli.PolicyCommand;
import io.zeroflow.server.cli.RunCommand;
import io.zeroflow.server.cli.StatusCommand;
import io.zeroflow.server.cli.StrategyCommand;
import io.zeroflow.server.cli.TasksCommand;
import io.zeroflow.server.cli.TopicsCommand;
import io.zeroflow.server.cli.ValidateConfigCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code zeroflow}. */
@Command(
    name = "zeroflow",
    mixinStandardHelpOptions = true,
    version = "zeroflow 0.1.0",
    description = "Learns from Kafka task streams with forward passes only, and does not forget.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      LoadGenerator.class,
      StatusCommand.class,
      StrategyCommand.class,
      PolicyCommand.class,
      OrderCommand.Flush.class,
      OrderCommand.Pause.class,
      OrderCommand.Resume.class,
      OrderCommand.Snapshot.class,
      OrderCommand.Rollback.class,
      DecisionsCommand.class,
      TasksCommand.class,
      TopicsCommand.class,
      ValidateConfigCommand.class,
      JournalCommand.class,
      FollowCommand.class,
      DlqCommand.class,
      BenchCommand.class,
      GenerateCompletion.class
    },
    footer = {
      "",
      "Start with:",
      "  zeroflow demo                 the whole system on this machine, in three minutes",
      "  zeroflow run --config FILE    against your own Kafka",
      "  zeroflow load                 a stream of tasks for it to learn",
      "",
      "Exit codes: 0 done, 1 failed while running, 2 wrong arguments or configuration."
    })
public final class Main {

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The parser; errors of users become one line, never a stack trace. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(ExitCodes::explain)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
