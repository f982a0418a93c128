package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.enhance.ElementwiseSign;
import io.zeroflow.optim.enhance.GradientFilter;
import io.zeroflow.optim.enhance.Historical;
import io.zeroflow.optim.enhance.HistoricalDirections;
import io.zeroflow.optim.enhance.Update;
import io.zeroflow.optim.estimate.Estimator;
import io.zeroflow.optim.rule.Schedule;
import io.zeroflow.optim.rule.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An estimator, an update rule and the enhancements between them. */
final class ComposedKind implements StrategyKind {

  private static final NumberOption HISTORICAL =
      NumberOption.fraction("historical", 0, 1, "share of earlier estimates in the gradient");
  private static final ChoiceOption HISTORICAL_FORM =
      new ChoiceOption(
          "historical-form", List.of("unbiased", "authors"), "average of estimates, or directions");

  private final String name;
  private final String help;
  private final ScheduleOption lr;
  private final Part<Estimator> estimator;
  private final Part<UpdateRule> rule;
  private final boolean conserve;

  /** A kind with a learning rate that does not depend on d. */
  ComposedKind(
      String name, String help, double lr, Part<Estimator> estimator, Part<UpdateRule> rule) {
    this(name, help, new ScheduleOption(rate(lr)), estimator, rule, false);
  }

  /**
   * A kind whose learning rate falls with d.
   *
   * @param example a rate for d in the ten thousands
   */
  ComposedKind(
      String name,
      String help,
      double example,
      Schedule lr,
      Part<Estimator> estimator,
      Part<UpdateRule> rule) {
    this(name, help, new ScheduleOption(rate(example), lr), estimator, rule, false);
  }

  private static NumberOption rate(double lr) {
    return NumberOption.positive("lr", lr, 1000, "learning rate");
  }

  private ComposedKind(
      String name,
      String help,
      ScheduleOption lr,
      Part<Estimator> estimator,
      Part<UpdateRule> rule,
      boolean conserve) {
    this.name = name;
    this.help = help;
    this.lr = lr;
    this.estimator = estimator;
    this.rule = rule;
    this.conserve = conserve;
  }

  /** The same, taking the best of three candidates at each step. */
  ComposedKind conserving() {
    return new ComposedKind(
        name + "-conserve",
        help + ", the best of staying, going and going back",
        lr,
        estimator,
        rule,
        true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String help() {
    return help;
  }

  @Override
  public List<Option<?>> options() {
    return Stream.of(
            List.of(lr), estimator.options(), rule.options(), List.of(HISTORICAL, HISTORICAL_FORM))
        .<Option<?>>flatMap(List::stream)
        .toList();
  }

  @Override
  public void check(Options options) {
    float largest = options.get(lr).largest();
    float decay = options.real(Rules.WEIGHT_DECAY);
    if (largest * decay >= 1) {
      throw new StrategyException(
          "%s: lr=%s with weight-decay=%s would turn θ around at every step; their product must be"
                  .formatted(name, NumberOption.text(largest), NumberOption.text(decay))
              + " below 1, lower one of them");
    }
  }

  @Override
  public boolean needsGradients(Options options) {
    return estimator == Estimators.BACKPROP || estimator == Estimators.FORWARD_GRADIENT;
  }

  @Override
  public Optimizer optimizer(Strategy strategy, Theta theta, @Nullable Optimizer previous) {
    Options options = strategy.options();
    Update update = new Update(filters(options), rule.make().apply(options));
    return ComposedOptimizer.create(
        strategy,
        estimator.make().apply(options),
        update,
        options.get(lr),
        conserve,
        theta,
        previous);
  }

  private List<GradientFilter> filters(Options options) {
    List<GradientFilter> filters = new ArrayList<>();
    float alpha = options.real(HISTORICAL);
    if (alpha > 0) {
      filters.add(
          options.is(HISTORICAL_FORM, "authors")
              ? new HistoricalDirections(alpha)
              : new Historical(alpha));
    }
    if (estimator.options().contains(Estimators.SIGN)
        && options.is(Estimators.SIGN, "elementwise")) {
      filters.add(new ElementwiseSign());
    }
    return filters;
  }
}
