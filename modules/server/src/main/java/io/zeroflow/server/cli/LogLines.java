package io.zeroflow.server.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log line of every line that is printed. Where the log is JSON a collector reads the error
 * stream, and nothing else may stand between its lines.
 */
public final class LogLines extends Writer {

  private static final Logger LOG = LoggerFactory.getLogger("io.zeroflow.command");

  private final StringBuilder line = new StringBuilder();

  private LogLines() {}

  /** Whether the log is for collectors, as logback.xml has it. */
  public static boolean json() {
    String name = "ZEROFLOW_LOG_FORMAT";
    return "json".equals(System.getProperty(name, System.getenv().getOrDefault(name, "text")));
  }

  /** To print to. */
  public static PrintWriter writer() {
    return new PrintWriter(new LogLines(), true);
  }

  @Override
  public void write(char[] chars, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (chars[i] == '\n') {
        end();
      } else if (chars[i] != '\r') {
        line.append(chars[i]);
      }
    }
  }

  private void end() {
    if (!line.toString().isBlank()) {
      LOG.info("{}", line);
    }
    line.setLength(0);
  }

  @Override
  public void flush() {
    // only whole lines are events
  }

  @Override
  public void close() {
    end();
  }
}
