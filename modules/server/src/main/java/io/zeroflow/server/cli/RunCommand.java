package io.zeroflow.server.cli;

import com.typesafe.config.Config;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.load.CleanStop;
import io.zeroflow.runtime.Preflight;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.HttpServer;
import io.zeroflow.server.telemetry.Tracing;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs Zeroflow against a Kafka until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run against your own Kafka until Ctrl-C or SIGTERM.")
public final class RunCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Config loaded = config.load();
    Settings settings = Settings.from(loaded);
    check(settings);
    CompletableFuture<Void> stop = new CompletableFuture<>();
    try (CleanStop clean = CleanStop.on(() -> stop.complete(null))) {
      run(settings, loaded, stop);
      clean.succeeded();
      return 0;
    } catch (CompletionException e) {
      throw new CommandException("Zeroflow stopped: " + ExitCodes.reason(e));
    }
  }

  /** Before topics are made and the network is loaded. */
  private static void check(Settings settings) {
    List<String> mistakes = new ArrayList<>(Preflight.mistakes(settings));
    mistakes.addAll(HttpServer.mistakes(settings.http()));
    HttpServer.taken(settings.http()).ifPresent(mistakes::add);
    SettingsException.check(mistakes);
  }

  private void run(Settings settings, Config loaded, CompletableFuture<Void> stop) {
    // Among JSON logs, which collectors read together with the output, words are log lines too.
    PrintWriter out = LogLines.json() ? LogLines.writer() : spec.commandLine().getOut();
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    try (Tracing _ = Tracing.start(settings.tracing());
        Zeroflow zeroflow = Zeroflow.start(settings, loaded, registry);
        HttpServer http = HttpServer.start(zeroflow, settings, registry)) {
      out.printf(
          "Zeroflow runs: model '%s' on %s, Kafka %s%n",
          settings.model().id(),
          zeroflow.status().toCompletableFuture().join().device(),
          settings.kafka().bootstrapServers());
      out.printf("  page     %s/%n  metrics  %s/metrics%n", http.url(), http.url());
      out.printf("Stop with Ctrl-C.%n");
      out.flush();
      CompletableFuture.anyOf(stop, zeroflow.ended().toCompletableFuture()).join();
      if (!stop.isDone()) {
        throw new CommandException("a part stopped by itself; the log above says why");
      }
      out.println("stopping: the step in work is finished and committed");
      out.flush();
    }
  }
}
