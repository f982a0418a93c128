package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Main;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SomeAnswersHadNoJsonTest {

  /** One runs until it is stopped, the output of the other is a script. */
  private static final Set<String> NO_ANSWER =
      Set.of("zeroflow run", "zeroflow generate-completion");

  @Test
  void whoeverShowsSomethingShowsItAsJson() {
    Set<String> without = new TreeSet<>();
    collect(Main.commandLine(), without);

    assertThat(without).isEqualTo(new TreeSet<>(NO_ANSWER));
  }

  private static void collect(CommandLine command, Set<String> without) {
    if (command.getSubcommands().isEmpty()) {
      if (command.getCommandSpec().findOption("--json") == null) {
        without.add(command.getCommandSpec().qualifiedName());
      }
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, without));
  }
}
