package io.zeroflow.bench.toy;

import io.zeroflow.bench.plot.Axes;
import io.zeroflow.bench.plot.Colours;
import io.zeroflow.bench.plot.Contours;
import io.zeroflow.bench.plot.Scene;
import io.zeroflow.bench.plot.Scene.Anchor;
import java.util.Arrays;
import java.util.List;

/**
 * The paper's figure: the ways of strategies over the landscape, light to dark with the logarithm
 * of time, since most of the way is made at the beginning.
 */
final class PathFigure {

  private static final int PANEL = 250;
  private static final int ALONE = 670;
  private static final int GAP = 46;
  private static final int HEADER = 58;
  private static final int COLUMNS = 4;
  private static final int CELLS = 70;
  private static final int PARTS = 40;
  private static final double REACH = 11;
  private static final double[] TICKS = {-10, -5, 0, 5, 10};

  private PathFigure() {}

  static Scene of(List<Trajectory> trajectories) {
    int panel = trajectories.size() == 1 ? ALONE : PANEL;
    int columns = Math.min(COLUMNS, trajectories.size());
    int rows = (trajectories.size() + columns - 1) / columns;
    Scene scene = new Scene(GAP + columns * (panel + GAP), HEADER + rows * (panel + GAP + 22));
    legend(scene);
    for (int i = 0; i < trajectories.size(); i++) {
      double x = GAP + i % columns * (double) (panel + GAP);
      double y = HEADER + 16 + i / columns * (double) (panel + GAP + 22);
      panel(scene, trajectories.get(i), x, y, panel);
    }
    return scene;
  }

  private static void panel(Scene scene, Trajectory trajectory, double x, double y, int side) {
    Axes axes = new Axes(x, y, side, side, -REACH, REACH, -REACH, REACH);
    Contours contours = Contours.of(Toy::both, axes, CELLS);
    for (int level = -30; level <= 20; level += 4) {
      String colour = Colours.between(0xb8a8d8, 0xe8dc9c, (level + 30) / 50.0);
      scene.add(new Scene.Lines(contours.at(level), colour, 0.8));
    }
    axes.draw(scene, TICKS, TICKS);
    path(scene, trajectory, axes);
    dot(scene, axes, trajectory.points(), 4, "#000000");
    dot(scene, axes, Toy.OLD, 5, "#0072b2");
    dot(scene, axes, Toy.NEW, 5, "#d55e00");
    dot(scene, axes, Toy.JOINT, 5, "#009e73");
    scene.add(
        new Scene.Text(x + side / 2.0, y - 8, trajectory.name(), 12, Anchor.MIDDLE, "#000000"));
  }

  private static void path(Scene scene, Trajectory trajectory, Axes axes) {
    int last = trajectory.size() - 1;
    for (int part = 0; part < PARTS; part++) {
      int from = last * part / PARTS;
      int to = last * (part + 1) / PARTS;
      if (to > from) {
        double[] piece = Arrays.copyOfRange(trajectory.points(), 2 * from, 2 * (to + 1));
        String colour = Colours.between(0x9ecae1, 0x08306b, part / (PARTS - 1.0));
        scene.add(new Scene.Lines(List.of(axes.pixels(piece)), colour, 1.6));
      }
    }
  }

  private static void dot(Scene scene, Axes axes, double[] point, double radius, String colour) {
    scene.add(new Scene.Dot(axes.px(point[0]), axes.py(point[1]), radius, colour));
  }

  private static void legend(Scene scene) {
    scene.add(
        new Scene.Text(
            GAP,
            22,
            "Loss of both tasks: contours from −30 to 18; paths from light to dark with the logarithm of time",
            14,
            Anchor.START,
            "#000000"));
    String[] names = {"start", "old task's minimum", "new task's minimum", "joint minimum"};
    String[] colours = {"#000000", "#0072b2", "#d55e00", "#009e73"};
    double x = GAP + 5;
    for (int i = 0; i < names.length; i++) {
      scene.add(new Scene.Dot(x, 40, 5, colours[i]));
      scene.add(new Scene.Text(x + 9, 44, names[i], 12, Anchor.START, "#444444"));
      x += 30 + 7.2 * names[i].length();
    }
  }
}
