package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All settings of one Zeroflow process; see {@code reference.conf} for their meaning. */
public record Settings(
    ModelSettings model,
    Strategy strategy,
    LearnerSettings learner,
    EvaluationSettings evaluation,
    SupervisorSettings supervisor,
    KafkaSettings kafka,
    HttpSettings http,
    SnapshotSettings snapshots,
    Limits limits,
    TracingSettings tracing) {

  private static final Set<String> OPEN =
      Set.of("zeroflow.kafka.client", "zeroflow.actors", "zeroflow.model.provided.options");

  /**
   * Reads and checks settings.
   *
   * @param config the user's configuration with {@code reference.conf} below it
   * @throws SettingsException naming the key, the value and what is allowed
   */
  public static Settings from(Config config) {
    try {
      UnknownKeys.check(config, ConfigFactory.parseResources("reference.conf").resolve(), OPEN);
      Section root = new Section(config, "zeroflow");
      return new Settings(
          ModelSettings.from(root.section("model")),
          strategy(root, "strategy"),
          LearnerSettings.from(root.section("learner")),
          EvaluationSettings.from(root.section("evaluation")),
          SupervisorSettings.from(root.section("supervisor")),
          KafkaSettings.from(root.section("kafka")),
          HttpSettings.from(root.section("http")),
          SnapshotSettings.from(root.section("snapshots")),
          Limits.from(root.section("limits")),
          new TracingSettings(root.section("tracing").flag("enabled")));
    } catch (ConfigException e) {
      throw new SettingsException(String.valueOf(e.getMessage()));
    }
  }

  static Strategy strategy(Section section, String key) {
    try {
      return Strategy.parse(section.text(key));
    } catch (StrategyException e) {
      throw section.wrong(key, String.valueOf(e.getMessage()));
    }
  }

  static List<Strategy> strategies(Section section, String key) {
    List<Strategy> strategies = new ArrayList<>();
    for (String line : section.texts(key)) {
      try {
        strategies.add(Strategy.parse(line));
      } catch (StrategyException e) {
        throw section.wrong(key, String.valueOf(e.getMessage()));
      }
    }
    return strategies;
  }
}
