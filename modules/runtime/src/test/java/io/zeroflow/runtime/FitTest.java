package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is refused before anything that runs has been touched. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FitTest {

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void aBlackBoxIsNotSwappedToGradientsAndLearnsOn() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "black");
        Zeroflow zeroflow = deployment.startBlackBox("")) {
      for (String line :
          new String[] {
            "fo-sgd",
            "fo-adam",
            "forward-grad",
            "hybrid(first=zo-sgd, then=fo-sgd)",
            "hybrid(first=forward-grad, then=zo-sgd)"
          }) {
        assertThatThrownBy(() -> zeroflow.swap(Strategy.parse(line)))
            .as(line)
            .isInstanceOf(StrategyException.class)
            .hasMessageContaining("minilm")
            .hasMessageContaining("losses only")
            .hasMessageContaining("zo-sgd");
      }
      deployment.send(Glosses.training("animals", new Random(1)));
      deployment.send(Glosses.training("animals", new Random(2)));
      LearnerStatus learned = deployment.awaitLearned(zeroflow);
      assertThat(learned.step()).isPositive();
      assertThat(
              now(zeroflow.swap(Strategy.parse("hybrid(first=zo-adam, then=zo-sgd)"))).strategy())
          .startsWith("hybrid");
      assertThat(zeroflow.ready()).isTrue();
    }
  }

  @Test
  void settingsThatABlackBoxCannotFollowAreNamed() {
    try (Deployment deployment = new Deployment(kafka, "dark")) {
      assertThatThrownBy(() -> deployment.startBlackBox("zeroflow.strategy = \"fo-sgd\""))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("zeroflow.strategy: fo-sgd")
          .hasMessageContaining("losses only");
      assertThatThrownBy(
              () ->
                  deployment.startBlackBox(
                      "zeroflow.supervisor.bandit.strategies = [forward-grad]"))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("zeroflow.supervisor.bandit.strategies: forward-grad");
    }
  }

  /** Fenced, the first would not get what comes afterwards into the journal. */
  @Test
  void aLearnerThatCannotTakeOverLeavesTheOneThatRunsAlone() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "alone");
        Zeroflow first = deployment.start(new PrometheusRegistry(), "")) {
      deployment.send(Glosses.training("animals", new Random(1)));
      deployment.awaitLearned(first);
      assertThatThrownBy(
              () -> deployment.start(new PrometheusRegistry(), "zeroflow.model.adapted-blocks = 2"))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("another zeroflow.model.id");

      deployment.send(Glosses.training("food", new Random(1)));
      LearnerStatus status = deployment.awaitLearned(first);
      assertThat(deployment.journalTo(status.step())).isNotEmpty();
      assertThat(now(first.swap(Strategy.parse("zo-adam"))).strategy()).startsWith("zo-adam");
      assertThat(first.ready()).isTrue();
    }
  }
}
