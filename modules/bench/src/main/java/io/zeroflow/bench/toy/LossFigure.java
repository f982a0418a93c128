package io.zeroflow.bench.toy;

import io.zeroflow.bench.plot.Axes;
import io.zeroflow.bench.plot.Colours;
import io.zeroflow.bench.plot.Scene;
import io.zeroflow.bench.plot.Scene.Anchor;
import java.util.List;
import java.util.stream.IntStream;

/** Loss of both tasks against forward passes, which are on a logarithmic scale. */
final class LossFigure {

  private static final int WIDTH = 880;
  private static final int HEIGHT = 480;
  private static final int LEGEND = 330;

  private LossFigure() {}

  static Scene of(List<Trajectory> trajectories) {
    double most = trajectories.stream().mapToLong(t -> t.forwards()[t.size() - 1]).max().orElse(10);
    int decades = (int) Math.ceil(Math.log10(most));
    double highest =
        5 * Math.ceil(trajectories.stream().mapToDouble(LossFigure::highest).max().orElse(0) / 5);
    Scene scene = new Scene(WIDTH, HEIGHT);
    Axes axes = new Axes(60, 46, WIDTH - 60 - LEGEND, HEIGHT - 46 - 60, 0, decades, -32, highest);
    scene.add(
        new Scene.Text(
            60, 26, "Loss of both tasks against forward passes", 14, Anchor.START, "#000000"));
    double[] ticks = IntStream.rangeClosed(0, decades).asDoubleStream().toArray();
    double[] heights =
        IntStream.rangeClosed(-6, (int) highest / 5).mapToDouble(i -> 5 * i).toArray();
    axes.draw(scene, ticks, heights);
    scene.add(
        new Scene.Text(
            60 + axes.width() / 2,
            HEIGHT - 18,
            "log₁₀ of forward passes (of gradients, for backprop)",
            12,
            Anchor.MIDDLE,
            "#444444"));
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory trajectory = trajectories.get(i);
      scene.add(
          new Scene.Lines(List.of(axes.pixels(losses(trajectory))), Colours.category(i), 1.4));
      double y = 56 + 22.0 * i;
      double x = WIDTH - LEGEND + 18;
      scene.add(new Scene.Lines(List.of(new double[] {x, y, x + 22, y}), Colours.category(i), 2.5));
      scene.add(new Scene.Text(x + 30, y + 4, trajectory.name(), 12, Anchor.START, "#000000"));
    }
    return scene;
  }

  private static double highest(Trajectory trajectory) {
    return IntStream.range(0, trajectory.size())
        .mapToDouble(i -> Toy.both(trajectory.x(i), trajectory.y(i)))
        .max()
        .orElse(0);
  }

  private static double[] losses(Trajectory trajectory) {
    double[] points = new double[2 * (trajectory.size() - 1)];
    for (int i = 1; i < trajectory.size(); i++) {
      points[2 * i - 2] = Math.log10(trajectory.forwards()[i]);
      points[2 * i - 1] = Toy.both(trajectory.x(i), trajectory.y(i));
    }
    return points;
  }
}
