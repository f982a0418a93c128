package io.zeroflow.server.cli;

import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --json} of a command that has one answer. */
final class JsonOption {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /**
   * Prints an answer as JSON, or in words.
   *
   * @return the exit code
   */
  int print(CommandSpec command, Object answer, Consumer<PrintWriter> words) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(Json.write(answer));
    } else {
      words.accept(out);
    }
    out.flush();
    return 0;
  }
}
