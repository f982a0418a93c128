package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.split.ClassIncremental;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadGeneratorTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpShowsOptionsDefaultsAndExamples() {
    assertThat(run("--help")).isZero();
    // Lines are broken where they happen to be full.
    assertThat(out.toString().replaceAll("\\s+", ""))
        .contains("--bootstrap-servers", "localhost:9092", "zeroflow.tasks")
        .contains("wordnet", "cifar100:<folder>", "Exitcodes:", "Examples:");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --colour                    | Unknown option: '--colour'
          --epochs many               | Invalid value for option '--epochs'
          --epochs 0                  | epochs and loops must be at least 1, but are 0 and 1
          --rate -1                   | the rate must be 0 (unlimited) or more
          --data imagenet             | no data set is called 'imagenet'; there are wordnet
          --data mnist                | is to be named as mnist:<folder>
          --classes 5 --tasks 6       | 6 tasks cannot share 5 classes
          --classes 500               | need 500 classes in all, but wordnet has 108
          --train-per-class 0         | must be at least 1, but are 0 and 20
          --test-per-class 100000     | hold out fewer than the 100000 asked for
          --producer-property acks    | acks
          """)
  void wrongOptionsExitWithTwo(String options, String words) {
    assertThat(run(options.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(words).contains("--help").doesNotContain("\tat ");
  }

  @Test
  void missingDataExitsWithOne() {
    assertThat(run("--data", "mnist:/no/such/folder")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("/no/such/folder: expected the file train-images-idx3-ubyte");
  }

  @Test
  void aBrokerThatIsAwayExitsWithOneLine() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    String address = "127.0.0.1:" + closedPort;

    int code = run("--bootstrap-servers", address, "--producer-property", "max.block.ms=300");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("no broker answers at " + address + "; start one there");
  }

  @Test
  void aNameThatDoesNotResolveExitsWithOneLine() {
    int code = run("--bootstrap-servers", "no.such.host.invalid:9092");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("no.such.host.invalid");
  }

  @Test
  void classesAreSpreadEvenly() {
    assertThat(ClassIncremental.evenly(10, 4)).containsExactly(3, 3, 2, 2);
    assertThat(ClassIncremental.evenly(4, 4)).containsExactly(1, 1, 1, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> ClassIncremental.evenly(3, 0));
  }

  private int run(String... args) {
    CommandLine commandLine = LoadGenerator.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
