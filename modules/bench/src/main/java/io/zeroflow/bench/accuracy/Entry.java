package io.zeroflow.bench.accuracy;

import io.zeroflow.model.method.Methods;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SupervisorSettings;

/** What has a row in the table. */
sealed interface Entry {

  /** The continual-learning method. */
  Methods method();

  /** What a run is filed under; reads the same in every release. */
  String key();

  /** What people read in the column of strategies. */
  String title();

  /**
   * A method that trains nothing, such as the frozen control, or that is kept from it: where its
   * strategies start.
   */
  record Untrained(Methods method) implements Entry {
    @Override
    public String key() {
      return method + ": no step";
    }

    @Override
    public String title() {
      return method == Methods.SIMPLE_CIL ? "frozen control" : "no step";
    }
  }

  /**
   * A method whose strategy a supervisor changes.
   *
   * @param strategy that it starts with
   * @param policy name of the policy that decides
   * @param settings of all policies
   * @param every steps between two measurements
   */
  record Supervised(
      Methods method, Strategy strategy, String policy, SupervisorSettings settings, int every)
      implements Entry {
    @Override
    public String key() {
      return "%s: %s every %d steps from %s, %s"
          .formatted(method, policy, every, strategy, Integer.toHexString(settings.hashCode()));
    }

    @Override
    public String title() {
      return "%s, from %s".formatted(policy, Titles.of(strategy));
    }
  }

  /** A method with a strategy. */
  record Learned(Methods method, Strategy strategy) implements Entry {
    @Override
    public String key() {
      return method + ": " + strategy;
    }

    @Override
    public String title() {
      return Titles.of(strategy);
    }
  }
}
