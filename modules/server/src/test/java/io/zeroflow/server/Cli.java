package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command line as a user has it, in this JVM. */
public final class Cli {

  private Cli() {}

  /** What came of a command. */
  public record Run(int code, String out, String err) {}

  /** Runs a command; whatever goes wrong, nobody may be shown a stack trace. */
  public static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try {
      CommandLine line =
          Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
      Run run = new Run(line.execute(arguments), out.toString(), err.toString());
      assertThat(run.err()).doesNotContain("\tat ", "Exception");
      assertThat(log.list)
          .filteredOn(event -> event.getLoggerName().startsWith("io.zeroflow.server.cli"))
          .filteredOn(event -> event.getThrowableProxy() != null)
          .isEmpty();
      return run;
    } finally {
      root.detachAppender(log);
    }
  }
}
