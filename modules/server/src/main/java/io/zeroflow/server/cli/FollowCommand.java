package io.zeroflow.server.cli;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.load.CleanStop;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A follower in a process of its own: holds the model's weights, and says where it is. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Follow a model's journal, from its first record on, and hold its weights bit for bit.",
      "The learner does not notice. Ends at --until-step, or with Ctrl-C."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow follow --config production.conf",
      "  zeroflow follow --until-step 5000 --hash     waits for step 5000, prints its SHA-256"
    })
public final class FollowCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long REPORT_EVERY = Duration.ofSeconds(1).toNanos();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--until-step",
      paramLabel = "N",
      description = "End once the model is at this step; waits for it if need be.")
  private long untilStep = Long.MAX_VALUE;

  @Option(names = "--hash", description = "At the end, print the SHA-256 of the weights alone.")
  private boolean hash;

  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (untilStep < 0) {
      throw new SettingsException("--until-step is %d; give 0 or more".formatted(untilStep));
    }
    Settings settings = config.deployed();
    var kafka = settings.kafka();
    AtomicBoolean stop = new AtomicBoolean();
    try (CleanStop clean = CleanStop.on(() -> stop.set(true));
        JournalReader reader =
            new JournalReader(kafka.client(), kafka.topics().journal(), settings.model().id())) {
      Replica replica = follow(reader, stop);
      if (hash && replica.created()) {
        print(replica.theta().sha256(), Map.of("sha256", replica.theta().sha256()));
      }
      clean.succeeded();
    }
    return 0;
  }

  private Replica follow(JournalReader reader, AtomicBoolean stop) {
    Replica replica = new Replica();
    float loss = Float.NaN;
    long reported = System.nanoTime() - REPORT_EVERY;
    while (!stop.get() && replica.step() < untilStep) {
      for (JournalRecord record : reader.poll(POLL)) {
        if (replica.step() >= untilStep) {
          break;
        }
        replica.apply(record);
        if (record.change() instanceof Change.Step taken) {
          loss = taken.record().loss();
        }
      }
      boolean last = stop.get() || replica.step() >= untilStep;
      if (!hash && replica.created() && (last || System.nanoTime() - reported >= REPORT_EVERY)) {
        reported = System.nanoTime();
        report(replica, loss, reader.end() - reader.position());
      }
    }
    return replica;
  }

  private void report(Replica replica, float loss, long behind) {
    String task = replica.task() == null ? "none" : replica.task();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("step", replica.step());
    fields.put("task", task);
    fields.put("loss", loss);
    fields.put("strategy", replica.strategy().brief());
    fields.put("labels", replica.headSize());
    fields.put("offsetsBehind", behind);
    print(
        String.format(
            Locale.ROOT,
            "step %,d  task %s  loss %s  %s  %,d labels  %,d offsets behind",
            replica.step(),
            task,
            Float.isNaN(loss) ? "–" : String.format(Locale.ROOT, "%.4f", loss),
            replica.strategy().brief(),
            replica.headSize(),
            behind),
        fields);
  }

  private void print(String text, Map<String, Object> fields) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.write(fields) : text);
    out.flush();
  }
}
