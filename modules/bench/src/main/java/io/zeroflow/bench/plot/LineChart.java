package io.zeroflow.bench.plot;

import io.zeroflow.bench.plot.Scene.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines over a common scale, with whiskers for the spread and a legend at the right. */
public final class LineChart {

  private static final int LEFT = 60;
  private static final int TOP = 46;
  private static final int BOTTOM = 60;
  private static final int PLOT = 520;
  private static final int LEGEND_ROW = 20;
  private static final double GLYPH = 6.6;
  private static final double TICKS = 6;

  /**
   * One line.
   *
   * @param name what the legend calls it
   * @param x ascending
   * @param y as many
   * @param spread half the length of a point's whisker; NaN for none
   */
  public record Series(String name, List<Double> x, List<Double> y, List<Double> spread) {

    /** Checks the lengths. */
    public Series {
      if (x.isEmpty() || x.size() != y.size() || x.size() != spread.size()) {
        throw new IllegalArgumentException(
            "line '%s' has %d, %d and %d numbers; give as many of each, and at least one"
                .formatted(name, x.size(), y.size(), spread.size()));
      }
      x = List.copyOf(x);
      y = List.copyOf(y);
      spread = List.copyOf(spread);
    }
  }

  private LineChart() {}

  /** Draws them; what is drawn first lies below. */
  public static Scene of(String title, String xName, String yName, List<Series> lines) {
    int legend =
        (int) (60 + GLYPH * lines.stream().mapToInt(l -> l.name().length()).max().orElse(0));
    int height = Math.max(460, TOP + BOTTOM + LEGEND_ROW * lines.size());
    Scene scene = new Scene(LEFT + PLOT + legend, height);
    Range x = Range.of(lines.stream().flatMap(line -> line.x().stream()).toList());
    Range y = Range.of(heights(lines));
    Axes axes = new Axes(LEFT, TOP, PLOT, height - TOP - BOTTOM, x.from, x.to, y.from, y.to);
    axes.draw(scene, x.ticks(), y.ticks());
    scene.add(new Scene.Text(LEFT, 20, title, 14, Anchor.START, "#000000"));
    scene.add(new Scene.Text(LEFT, 38, yName, 11, Anchor.START, "#444444"));
    scene.add(new Scene.Text(LEFT + PLOT / 2.0, height - 18, xName, 12, Anchor.MIDDLE, "#444444"));
    for (int i = 0; i < lines.size(); i++) {
      draw(scene, axes, lines.get(i), Colours.category(i), TOP + 10 + LEGEND_ROW * i);
    }
    return scene;
  }

  private static void draw(Scene scene, Axes axes, Series line, String colour, double legend) {
    double[] points = new double[2 * line.x().size()];
    List<double[]> whiskers = new ArrayList<>();
    for (int i = 0; i < line.x().size(); i++) {
      double x = line.x().get(i);
      double y = line.y().get(i);
      points[2 * i] = x;
      points[2 * i + 1] = y;
      double spread = line.spread().get(i);
      if (spread > 0) {
        whiskers.add(axes.pixels(new double[] {x, y - spread, x, y + spread}));
      }
    }
    scene.add(new Scene.Lines(whiskers, colour, 1));
    scene.add(new Scene.Lines(List.of(axes.pixels(points)), colour, 1.6));
    double x = LEFT + PLOT + 18;
    scene.add(new Scene.Lines(List.of(new double[] {x, legend, x + 22, legend}), colour, 2.5));
    scene.add(new Scene.Text(x + 30, legend + 4, line.name(), 12, Anchor.START, "#000000"));
  }

  private static List<Double> heights(List<Series> lines) {
    return lines.stream()
        .flatMap(
            line ->
                IntStream.range(0, line.y().size())
                    .boxed()
                    .flatMap(
                        i -> {
                          double half =
                              Double.isNaN(line.spread().get(i)) ? 0 : line.spread().get(i);
                          return Stream.of(line.y().get(i) - half, line.y().get(i) + half);
                        }))
        .toList();
  }

  /** A scale from one multiple of a round step to another. */
  private record Range(double from, double to, double step) {

    static Range of(List<Double> values) {
      double least = values.stream().mapToDouble(v -> v).min().orElse(0);
      double most = values.stream().mapToDouble(v -> v).max().orElse(1);
      double step = round((most > least ? most - least : 1) / TICKS);
      double from = step * Math.floor(least / step);
      double to = step * Math.ceil(most / step);
      return new Range(from, to > from ? to : from + step, step);
    }

    /** The next of 1, 2, 5 times a power of ten. */
    private static double round(double step) {
      double power = Math.pow(10, Math.floor(Math.log10(step)));
      return DoubleStream.of(1, 2, 5, 10)
          .map(factor -> factor * power)
          .filter(candidate -> candidate >= step * (1 - 1e-9))
          .findFirst()
          .orElse(10 * power);
    }

    double[] ticks() {
      return DoubleStream.iterate(0, i -> i <= Math.rint((to - from) / step), i -> i + 1)
          .map(i -> from + i * step)
          .toArray();
    }
  }
}
