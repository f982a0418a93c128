package io.zeroflow.server.cli;

import com.typesafe.config.ConfigException;
import io.zeroflow.journal.JournalException;
import io.zeroflow.load.FeedException;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns a failure into a message for people and an exit code for scripts. */
public final class ExitCodes {

  /** Failed while running. */
  public static final int FAILED = 1;

  /** Wrong arguments or configuration. */
  public static final int USAGE = 2;

  private ExitCodes() {}

  /** Picocli's handler of what a command throws. */
  public static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof KafkaException) {
      return explainKafka(root(cause), command);
    }
    boolean usersMistake =
        cause instanceof SettingsException
            || cause instanceof StrategyException
            || cause instanceof ConfigException;
    boolean explained =
        usersMistake
            || cause instanceof JournalException
            || cause instanceof FeedException
            || cause instanceof CommandException;
    if (!explained) {
      LoggerFactory.getLogger(ExitCodes.class).error("unexpected failure", cause);
    }
    say(command, explained ? String.valueOf(cause.getMessage()) : cause.toString());
    return usersMistake ? USAGE : FAILED;
  }

  /** Kafka's clients know best what is wrong with what they were given, at the end of a chain. */
  private static int explainKafka(Throwable root, CommandLine command) {
    say(command, "Kafka: %s; see zeroflow.kafka in the configuration".formatted(root.getMessage()));
    boolean usersMistake = root instanceof org.apache.kafka.common.config.ConfigException;
    return usersMistake ? USAGE : FAILED;
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println(command.getColorScheme().errorText("zeroflow: " + message));
  }
}
