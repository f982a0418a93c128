package io.zeroflow.bench.accuracy;

import io.zeroflow.model.method.Methods;
import io.zeroflow.optim.strategy.Strategy;

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
