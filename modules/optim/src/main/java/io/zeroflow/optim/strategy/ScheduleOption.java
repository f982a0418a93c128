package io.zeroflow.optim.strategy;

import io.zeroflow.optim.rule.Schedule;
import io.zeroflow.optim.rule.Schedule.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A learning rate: a number, or how it falls over the steps of a task: {@code cosine(1e-3, 800)} to
 * zero, {@code linear(1e-3, 800, 1e-4)} to another number; or by the size of θ: {@code over-d(4.5,
 * 0.01)} is 4.5/d and at most 0.01, {@code over-root-d} is the same with √d.
 *
 * @param number the option that a constant is, with its bounds
 * @param defaultValue used when the key is absent
 */
record ScheduleOption(NumberOption number, Schedule defaultValue) implements Option<Schedule> {

  private static final Map<String, Shape> SHAPES =
      Map.of(
          "cosine", Shape.COSINE,
          "linear", Shape.LINEAR,
          "over-d", Shape.OVER_D,
          "over-root-d", Shape.OVER_ROOT_D);

  ScheduleOption(NumberOption number) {
    this(number, Schedule.constant(number.defaultValue().floatValue()));
  }

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
    return number.range()
        + ", or cosine(from, steps) or linear(from, steps, to), or over-d(c, most) or"
        + " over-root-d(c, most)";
  }

  @Override
  public Schedule parse(String strategy, StrategyLine value) {
    Shape shape = SHAPES.getOrDefault(value.name(), Shape.CONSTANT);
    List<StrategyLine> given = value.values();
    if (shape == Shape.CONSTANT) {
      if (!value.isWord()) {
        throw wrong(strategy, value, "");
      }
      return Schedule.constant(number(number, strategy, value));
    }
    boolean overTime = shape == Shape.COSINE || shape == Shape.LINEAR;
    if (given.size() < 2 || given.size() > (overTime ? 3 : 2) || !value.options().isEmpty()) {
      throw wrong(strategy, value, "");
    }
    float from = number(number, strategy, given.getFirst());
    if (!overTime) {
      return new Schedule(shape, from, number(number, strategy, given.getLast()), 0);
    }
    float to = given.size() == 2 || zero(given.get(2)) ? 0 : number(number, strategy, given.get(2));
    return new Schedule(shape, from, to, STEPS.parse(strategy, given.get(1)).longValue());
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
    String to = NumberOption.text(value.to());
    String name = value.shape().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return switch (value.shape()) {
      case CONSTANT -> from;
      case LINEAR, COSINE ->
          "%s(%s, %s, %s)".formatted(name, from, STEPS.format((double) value.steps()), to);
      case OVER_D, OVER_ROOT_D -> "%s(%s, %s)".formatted(name, from, to);
    };
  }

  @Override
  public List<String> examples() {
    String from = number.defaultText();
    return List.of(
        NumberOption.text(number.defaultValue() / 2),
        "cosine(%s, 2000)".formatted(from),
        "linear(%s, 4000, %s)".formatted(from, NumberOption.text(number.defaultValue() / 4)),
        "over-d(3, %s)".formatted(from),
        "over-root-d(3, %s)".formatted(from));
  }
}
