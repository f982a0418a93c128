package io.zeroflow.server;

import io.zeroflow.load.CleanStop;
import io.zeroflow.load.LoadGenerator;
import io.zeroflow.model.engine.EngineGate;
import io.zeroflow.server.cli.BenchCommand;
import io.zeroflow.server.cli.DecisionsCommand;
import io.zeroflow.server.cli.DemoCommand;
import io.zeroflow.server.cli.DlqCommand;
import io.zeroflow.server.cli.ExitCodes;
import io.zeroflow.server.cli.FollowCommand;
import io.zeroflow.server.cli.JournalCommand;
import io.zeroflow.server.cli.LogLines;
import io.zeroflow.server.cli.OrderCommand;
import io.zeroflow.server.cli.Output;
import io.zeroflow.server.cli.PathArgument;
import io.zeroflow.server.cli.PolicyCommand;
import io.zeroflow.server.cli.RunCommand;
import io.zeroflow.server.cli.StatusCommand;
import io.zeroflow.server.cli.StrategyCommand;
import io.zeroflow.server.cli.TasksCommand;
import io.zeroflow.server.cli.TopicsCommand;
import io.zeroflow.server.cli.ValidateConfigCommand;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;
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
      "Exit codes: 0 done; 1 the server refuses or something cannot be done; 2 what was",
      "typed or configured is wrong; 130 and 143 ended by Ctrl-C or SIGTERM."
    })
public final class Main {

  /** What a pass that is in work when a command ends may take. */
  private static final Duration LAST_PASS = Duration.ofSeconds(30);

  private Main() {}

  /**
   * Runs a command and exits with its code. A signal stops what the engine computes at its next
   * pass; a command that can do better has a {@link CleanStop} of its own.
   */
  public static void main(String[] args) {
    EngineGate engine = EngineGate.process();
    CommandLine commands = commandLine();
    if (LogLines.json()) {
      commands.setErr(LogLines.writer());
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, e) -> LoggerFactory.getLogger(Main.class).error("thread {}", thread, e));
    }
    int code;
    try (CleanStop _ = CleanStop.on(engine::stop, () -> EngineGate.abandon(ExitCodes.FAILED))) {
      code = commands.execute(args);
      if (!engine.close(LAST_PASS)) {
        EngineGate.abandon(code);
      }
    }
    System.exit(code);
  }

  /** The parser; errors of users become one line, never a stack trace. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setOut(Output.standard())
        .registerConverter(Path.class, new PathArgument())
        .setExecutionStrategy(ExitCodes::execute)
        .setExecutionExceptionHandler(ExitCodes::explain)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
