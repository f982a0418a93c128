package io.zeroflow.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.zeroflow.server.Cli;
import io.zeroflow.server.Main;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line by itself: nothing here gets as far as a broker or a model. */
class CommandLineTest {

  @TempDir private Path directory;

  private static Stream<List<String>> commands() {
    return below(Main.commandLine());
  }

  private static Stream<List<String>> below(CommandLine command) {
    return Stream.concat(
        Stream.of(List.of(command.getCommandSpec().qualifiedName().split(" "))),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTeaches(List<String> command) {
    Cli.Run help =
        Cli.run(
            Stream.concat(command.stream().skip(1), Stream.of("--help")).toArray(String[]::new));
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: zeroflow").contains("-h, --help");
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nonsense                           | nonsense
          --nonsense                         | --nonsense
          demo --epochs                      | --epochs
          demo --epochs many                 | 'many' is not an int
          demo --epochs 0                    | --epochs is 0; give at least 1
          demo --epochs -3                   | --epochs is -3; give at least 1
          demo --tasks 0                     | --tasks is 0; give at least 1
          demo --train-per-class 0           | --train-per-class is 0
          demo --test-per-class 0            | --test-per-class is 0
          demo --port 70000                  | --port is 70000; a port is from 0 to 65535
          demo --port -1                     | --port is -1
          demo --classes 3                   | 5 tasks cannot share 3 classes
          demo --classes 100000              | ask for fewer tasks or classes
          demo --data nothing                | nothing
          demo --scenario none               | 'none'; it is one of supervised, forgetting
          demo --scenario sketches           | takes what `npm pack node-red
          demo --method magic                | method
          demo --data clinc150:nowhere.json  | nowhere.json
          demo --strategy zo-sgdd            | strategy 'zo-sgdd' is not known
          demo --strategy zo-sgd(lr=0)       | lr=0 is not allowed
          run --config nowhere.conf          | --config nowhere.conf is not a file
          strategy set                       | STRATEGY
          strategy set zo-magic              | strategy 'zo-magic' is not known
          strategy set zo-sgd(q=0)           | q=0 is not allowed
          strategy set zo-sgd(qq=1)          | zo-sgd has no option 'qq'
          status --url nonsense              | write it as http://host:port
          status --url ftp://127.0.0.1       | write it as http://host:port
          status --url http://               | write it as http://host:port
          status --url http://a b            | write it as http://host:port
          bench step --batch some            | 'some' is not an int
          bench forward --python nowhere     | --python nowhere cannot be started
          bench forward --networks resnet    | 'resnet'
          """)
  void mistakesOfUsersAreExplained(String line, String explanation) {
    Cli.Run run = Cli.run(split(line));
    assertThat(run.err()).contains(explanation);
    assertThat(run.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          zeroflow.lerner.x = 1                        | unknown key zeroflow.lerner
          zeroflow { kafka =                           | wrong.conf
          zeroflow.kafka.bootstrap-servers = kafka     | 'kafka' is not host:port
          zeroflow.kafka.bootstrap-servers = "a:1,,b:2" | '' is not host:port
          zeroflow.kafka.bootstrap-servers = "no where:9092" | 'no where:9092' is not host:port
          zeroflow.kafka.client { metadata.max.age.ms = never } | never
          zeroflow.strategy = "zo-sgd(lr=0)"           | lr=0 is not allowed
          zeroflow.learner.batch-size = 0              | batch-size
          """)
  void wrongConfigurationIsExplained(String text, String explanation) throws Exception {
    Path file = Files.writeString(directory.resolve("wrong.conf"), text);
    for (String command : List.of("topics create", "validate-config")) {
      Cli.Run run = Cli.run((command + " --config " + file).split(" "));
      assertThat(run.err()).contains(explanation);
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @Test
  void aGoodConfigurationIsSaidInWordsWithoutSecrets() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("good.conf"),
            """
            zeroflow {
              model { id = pets, network = vit, vit.weights = random, method = ease }
              strategy = "zo-adam(lr=1e-3)"
              supervisor.policy = manual
              kafka {
                bootstrap-servers = "127.0.0.1:1"
                topics.tasks = pets.tasks
                client { sasl.jaas.config = "password=hunter-2" }
              }
              http { host = "0.0.0.0", port = 8081, token = "a-token-that-is-long", tls.elsewhere = on }
            }
            """);
    Cli.Run words = Cli.run("validate-config", "--config", file.toString());
    assertThat(words.code()).as(words.err()).isZero();
    assertThat(words.out())
        .contains("'pets'", "vit", "ease", "zo-adam(lr=0.001", "pets.tasks", "manual: ")
        .contains("0.0.0.0, port 8081", "need the token", "the configuration is good")
        .doesNotContain("hunter-2", "a-token-that-is-long");
    Cli.Run json = Cli.run("validate-config", "--json", "--config", file.toString());
    assertThat(json.out()).startsWith("{\"model\":\"'pets' from seed");
    assertThat(json.out()).doesNotContain("hunter-2", "a-token-that-is-long");
    assertThat(Cli.run("validate-config").out()).contains("need no token", "swap to zo-sgd(lr=");
  }

  @Test
  void theShellCanCompleteCommands() {
    Cli.Run run = Cli.run("generate-completion");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("#!").contains("_complete_zeroflow", "--scenario");
  }

  @Test
  void nobodyAtTheAddressIsSaid() {
    Cli.Run run = Cli.run("status", "--url", "http://127.0.0.1:1/");
    assertThat(run.err()).contains("no Zeroflow answers at http://127.0.0.1:1/");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void anotherServiceAtTheAddressIsSaid() throws Exception {
    assertThat(runAgainst(404, "not here").err())
        .contains("/api/v1/status answers with status 404", "is --url the address");
    assertThat(runAgainst(200, "<html>hello</html>").err()).contains("does not answer with JSON");
    assertThat(runAgainst(503, "{\"detail\":\"busy\"}").err()).contains("answers with status 503");
  }

  private static Cli.Run runAgainst(int status, String body) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer other = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, body.length());
          exchange.getResponseBody().write(body.getBytes());
          exchange.close();
        });
    other.start();
    try {
      Cli.Run run =
          Cli.run("status", "--url", "http://127.0.0.1:" + other.getAddress().getPort() + "/");
      assertThat(run.code()).isEqualTo(1);
      return run;
    } finally {
      other.stop(0);
    }
  }

  /** Like a shell: at spaces, but not inside of parentheses or the last argument of --url. */
  private static String[] split(String line) {
    return line.startsWith("status --url")
        ? new String[] {"status", "--url", line.substring("status --url ".length())}
        : line.split(" +");
  }
}
