package io.zeroflow.optim.strategy;

import io.zeroflow.optim.rule.Schedule;
import io.zeroflow.optim.rule.Schedule.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A learning rate: a number, or how it falls over the steps of a task: {@code cosine(1e-3, 800)} to
 * zero, {@code linear(1e-3, 800, 1e-4)} to another number.
 *
 * @param number the option that a constant is, with its bounds
 */
record ScheduleOption(NumberOption number) implements Option<Schedule> {

  private static final NumberOption STEPS =
      NumberOption.count("steps", 1000, 1_000_000_001, "steps that the way takes");

  @Override
  public String name() {
    return number.name();
  }

  @Override
  public String help() {
    return number.help();
  }

  @Override
  public String range() {
    return number.range() + ", or cosine(from, steps) or linear(from, steps, to)";
  }

  @Override
  public Schedule defaultValue() {
    return Schedule.constant(number.defaultValue().floatValue());
  }

  @Override
  public Schedule parse(String strategy, StrategyLine value) {
    Shape shape = shape(value.name());
    if (shape == Shape.CONSTANT) {
      if (!value.isWord()) {
        throw wrong(strategy, value, "");
      }
      return Schedule.constant(number(number, strategy, value));
    }
    List<StrategyLine> given = value.values();
    if (given.size() < 2 || given.size() > 3 || !value.options().isEmpty()) {
      throw wrong(strategy, value, "");
    }
    float to = given.size() == 2 || zero(given.get(2)) ? 0 : number(number, strategy, given.get(2));
    return new Schedule(
        shape,
        number(number, strategy, given.get(0)),
        to,
        STEPS.parse(strategy, given.get(1)).longValue());
  }

  private static Shape shape(String name) {
    return Map.of("cosine", Shape.COSINE, "linear", Shape.LINEAR)
        .getOrDefault(name, Shape.CONSTANT);
  }

  private static boolean zero(StrategyLine value) {
    return value.toString().equals("0");
  }

  private static float number(NumberOption option, String strategy, StrategyLine value) {
    return option.parse(strategy, value).floatValue();
  }

  @Override
  public String format(Schedule value) {
    String from = NumberOption.text(value.from());
    return value.shape() == Shape.CONSTANT
        ? from
        : "%s(%s, %s, %s)"
            .formatted(
                value.shape().name().toLowerCase(Locale.ROOT),
                from,
                STEPS.format((double) value.steps()),
                NumberOption.text(value.to()));
  }

  @Override
  public List<String> examples() {
    String from = number.defaultText();
    return List.of(
        NumberOption.text(number.defaultValue() / 2),
        "cosine(%s, 2000)".formatted(from),
        "linear(%s, 4000, %s)".formatted(from, NumberOption.text(number.defaultValue() / 4)));
  }
}
