package io.zeroflow.load;

import java.io.Console;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The load generator; {@code --help} describes it. A program by itself, {@code zeroflow-load}, and
 * the command {@code zeroflow load}.
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Feeds a stream of classification tasks to Kafka.",
      "",
      "The classes of a data set are shuffled and cut into tasks. Of each task the held-out samples "
          + "are sent first, then the samples to learn from, then the task's end."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was sent and acknowledged",
      "1:the broker, the topic or the data failed, or the feed was interrupted",
      "2:the options are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Ten tasks of ten classes of word definitions, two passes, 200 samples a second:",
      "    ${COMMAND-FULL-NAME} --classes 100 --tasks 10 --epochs 2 --rate 200",
      "  CIFAR-100 to a secured cluster:",
      "    ${COMMAND-FULL-NAME} --data cifar100:/data/cifar-100-binary \\",
      "      --bootstrap-servers kafka-1:9093 \\",
      "      --producer-property security.protocol=SSL"
    })
public final class LoadGenerator implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
      description =
          "Brokers to connect to first (default: ${DEFAULT-VALUE}; KAFKA_BOOTSTRAP_SERVERS).")
  private String bootstrapServers = "";

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "zeroflow.tasks",
      description = "Topic to send to; it must exist (default: ${DEFAULT-VALUE}).")
  private String topic = "";

  @Mixin private StreamOptions stream = new StreamOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Passes over the samples of a task (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often the whole stream is sent (default: ${DEFAULT-VALUE}).")
  private int loops;

  @Option(
      names = "--rate",
      paramLabel = "SAMPLES/S",
      defaultValue = "0",
      description = "Samples a second; 0 is as fast as possible (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--producer-property",
      paramLabel = "KEY=VALUE",
      description = "Any property of Kafka's producer; may be repeated.")
  private Map<String, String> producerProperties = Map.of();

  @Option(names = "--json", description = "Send JSON instead of protobuf.")
  private boolean json;

  @Option(
      names = "--task-free",
      description =
          "Name no task and mark nothing as held out: the learner finds the tasks, and holds out "
              + "what zeroflow.evaluation.held-out-share says.")
  private boolean taskFree;

  @Option(names = "--no-progress", description = "Show no progress, only the table at the end.")
  private boolean noProgress;

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Under a name of its own, because this jar also lies on the class path of the server.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "load-generator-logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new LoadGenerator()).setCommandName("zeroflow-load");
    commandLine.setParameterExceptionHandler(
        (exception, arguments) -> {
          CommandLine self = exception.getCommandLine();
          self.getErr().printf("%s: %s%n", self.getCommandName(), exception.getMessage());
          self.getErr().printf("Try '%s --help'.%n", self.getCommandName());
          return self.getCommandSpec().exitCodeOnInvalidInput();
        });
    commandLine.setExecutionExceptionHandler(
        (exception, self, parsed) -> {
          // One line for what can go wrong in the field; a programming error shows its trace.
          if (!(exception instanceof FeedException)) {
            throw exception;
          }
          self.getErr().println(self.getCommandName() + ": " + exception.getMessage());
          return self.getCommandSpec().exitCodeOnExecutionException();
        });
    return commandLine;
  }

  @Override
  public Integer call() throws FeedException {
    FeedReport report;
    // Ctrl-C ends the feed as an interrupt does, with its table.
    try (CleanStop _ = CleanStop.on(Thread.currentThread()::interrupt)) {
      report = feed(plan());
      print(report);
    }
    return report.completed() ? spec.exitCodeOnSuccess() : spec.exitCodeOnExecutionException();
  }

  private FeedReport feed(FeedPlan plan) throws FeedException {
    Map<String, Object> properties = new HashMap<>(producerProperties);
    properties.putIfAbsent(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Progress progress = progress(plan.samples())) {
      return new Feed(properties, plan).run(progress);
    }
  }

  private void print(FeedReport report) {
    spec.commandLine().getOut().print(Summary.of(report));
    spec.commandLine().getOut().flush();
  }

  private FeedPlan plan() throws FeedException {
    try {
      return new FeedPlan(
          topic,
          stream.tasks(),
          epochs,
          loops,
          rate,
          stream.seed(),
          json ? FeedPlan.Format.JSON : FeedPlan.Format.PROTOBUF,
          taskFree);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      throw new FeedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** To the error stream: the table on the standard one stays fit for a pipe. */
  private Progress progress(long samples) {
    if (noProgress) {
      return new Progress() {};
    }
    return onTerminal()
        ? new BarProgress(samples, System.err)
        : new LineProgress(samples, System.err, System::nanoTime);
  }

  /** Since JDK 25 there is again no console, instead of one that is no terminal, behind a pipe. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
