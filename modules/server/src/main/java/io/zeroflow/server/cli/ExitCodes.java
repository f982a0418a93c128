package io.zeroflow.server.cli;

import com.typesafe.config.ConfigException;
import io.zeroflow.data.reader.BadFileException;
import io.zeroflow.journal.JournalException;
import io.zeroflow.load.FeedException;
import io.zeroflow.load.NativeLibrary;
import io.zeroflow.model.engine.EngineStoppedException;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.cli.Output.OutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Turns a failure into a message for people and an exit code for scripts. What the user typed or
 * configured wrong is {@link #USAGE}, whoever found out; what a server refuses, or a machine cannot
 * do, is {@link #FAILED}.
 */
public final class ExitCodes {

  /** Failed while running. */
  public static final int FAILED = 1;

  /** Wrong arguments or configuration. */
  public static final int USAGE = 2;

  /** Reasons of the system for refusing a path that was typed wrong. */
  private static final Set<String> WRONG_PATH =
      Set.of("Is a directory", "Not a directory", "File name too long");

  private ExitCodes() {}

  /** Picocli's strategy of running a command: a success counts once all is printed. */
  public static int execute(ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    try {
      int code = new RunLast().execute(parsed);
      if (command.getOut().checkError()) {
        throw new OutputException(new IOException("it takes nothing more"));
      }
      return code;
    } catch (OutputException | LinkageError | OutOfMemoryError e) {
      throw new ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }

  /** Picocli's handler of what a command throws. */
  public static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    Throwable cause = failure;
    while (wraps(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case SettingsException e -> say(command, USAGE, e.getMessage());
      case StrategyException e -> say(command, USAGE, e.getMessage());
      case ConfigException e -> say(command, USAGE, e.getMessage());
      case WeightsException e -> say(command, USAGE, e.getMessage());
      case InvalidPathException e -> say(command, USAGE, PathArgument.explain(e));
      case JournalException e -> say(command, FAILED, e.getMessage());
      case CommandException e -> say(command, e.exitCode(), e.getMessage());
      case FeedException e -> say(command, FAILED, e.getMessage());
      case EngineStoppedException _ ->
          say(command, FAILED, "stopped; what was finished until then is kept");
      case KafkaException e -> explainKafka(root(e), command);
      case OutputException e ->
          say(
              command,
              FAILED,
              "the standard output cannot be written: %s; what is there is not complete"
                  .formatted(root(e).getMessage()));
      case FileSystemException e -> explainFile(e, command);
      case FileNotFoundException e -> say(command, USAGE, e.getMessage());
      case BadFileException e -> say(command, USAGE, e.getMessage());
      case IOException e -> say(command, FAILED, "a file cannot be read or written: " + words(e));
      case LinkageError e -> say(command, FAILED, NativeLibrary.missing(e));
      case OutOfMemoryError e ->
          say(
              command,
              FAILED,
              "out of memory (%s); give more with ZEROFLOW_JAVA_OPTS=-Xmx2g or so"
                  .formatted(e.getMessage()));
      default -> {
        LoggerFactory.getLogger(ExitCodes.class).error("unexpected failure", cause);
        yield say(command, FAILED, cause.toString());
      }
    };
  }

  private static boolean wraps(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || (failure instanceof UncheckedIOException && !(failure instanceof OutputException));
  }

  /** Kafka's clients know best what is wrong with what they were given, at the end of a chain. */
  private static int explainKafka(Throwable root, CommandLine command) {
    boolean usersMistake = root instanceof org.apache.kafka.common.config.ConfigException;
    return root instanceof LinkageError library
        ? say(command, FAILED, NativeLibrary.missing(library))
        : say(
            command,
            usersMistake ? USAGE : FAILED,
            "Kafka: %s; see zeroflow.kafka in the configuration".formatted(root.getMessage()));
  }

  private static int explainFile(FileSystemException e, CommandLine command) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file or folder";
          case AccessDeniedException _ -> "permission denied";
          case FileAlreadyExistsException _ -> "it is there already, and is no folder";
          case NotDirectoryException _ -> "it is no folder";
          default -> e.getReason() == null ? e.toString() : e.getReason();
        };
    boolean usersMistake = !reason.equals(e.getReason()) || WRONG_PATH.contains(reason);
    return say(command, usersMistake ? USAGE : FAILED, "%s: %s".formatted(e.getFile(), reason));
  }

  /** What ended a part of the system, at the end of a chain where that helps. */
  static String reason(Throwable failure) {
    return root(failure) instanceof LinkageError library
        ? NativeLibrary.missing(library)
        : words(failure.getCause() == null ? failure : failure.getCause());
  }

  private static String words(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private static int say(CommandLine command, int code, @Nullable String message) {
    command.getErr().println(command.getColorScheme().errorText("zeroflow: " + message));
    command.getErr().flush();
    return code;
  }
}
