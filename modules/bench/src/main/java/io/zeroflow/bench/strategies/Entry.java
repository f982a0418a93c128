package io.zeroflow.bench.strategies;

import io.zeroflow.optim.strategy.Strategy;

/** What has a row in the table. */
sealed interface Entry {

  /** What a run is filed under; reads the same in every release. */
  String key();

  /** What people read. */
  String title();

  /** Class means of frozen features over each whole task, in one pass. */
  record FrozenControl() implements Entry {
    @Override
    public String key() {
      return "frozen control";
    }

    @Override
    public String title() {
      return "frozen control (SimpleCIL)";
    }
  }

  /** Where every strategy starts: head rows of the first samples of each class, and no step. */
  record NoStep() implements Entry {
    @Override
    public String key() {
      return "no step";
    }

    @Override
    public String title() {
      return "fine-tune without a step";
    }
  }

  /** Fine-tuning by a strategy. */
  record Learned(Strategy strategy) implements Entry {
    @Override
    public String key() {
      return strategy.toString();
    }

    @Override
    public String title() {
      return Titles.of(strategy);
    }
  }
}
