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

/** The command line of the load generator; {@code --help} describes it. */
@Command(
    name = "zeroflow-load-generator",
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
      "    zeroflow-load-generator --classes 100 --tasks 10 --epochs 2 --rate 200",
      "  CIFAR-100 to a secured cluster:",
      "    zeroflow-load-generator --data cifar100:/data/cifar-100-binary \\",
      "      --bootstrap-servers kafka-1:9093 \\",
      "      --producer-property security.protocol=SSL"
    })
public final class LoadGenerator implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "localhost:9092",
      description = "Brokers to connect to first (default: ${DEFAULT-VALUE}).")
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
    int code;
    // Ctrl-C ends the feed as an interrupt does, with its table.
    try (CleanStop stop = CleanStop.on(Thread.currentThread()::interrupt)) {
      code = commandLine().execute(args);
    }
    System.exit(code);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new LoadGenerator());
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
          if (!(exception instanceof FeedException) && !(exception instanceof IOException)) {
            throw exception;
          }
          self.getErr().println(self.getCommandName() + ": " + exception.getMessage());
          return self.getCommandSpec().exitCodeOnExecutionException();
        });
    return commandLine;
  }

  @Override
  public Integer call() throws FeedException, IOException {
    FeedPlan plan = plan();
    Map<String, Object> properties = new HashMap<>(producerProperties);
    properties.putIfAbsent(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    FeedReport report;
    try (Progress progress = progress(plan.samples())) {
      report = new Feed(properties, plan).run(progress);
    }
    spec.commandLine().getOut().print(Summary.of(report));
    spec.commandLine().getOut().flush();
    return report.completed() ? spec.exitCodeOnSuccess() : spec.exitCodeOnExecutionException();
  }

  private FeedPlan plan() throws IOException {
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
