package io.zeroflow.runtime.supervise;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import org.jspecify.annotations.Nullable;

/** Leaves every decision to operators. */
final class Manual implements Policy {

  @Override
  public String name() {
    return "manual";
  }

  @Override
  public String explain() {
    return "only operators decide";
  }

  @Override
  public @Nullable Order judge(Observation seen, Strategy current) {
    return null;
  }
}
