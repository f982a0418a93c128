package io.zeroflow.bench.toy;

import io.zeroflow.bench.plot.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs strategies over the toy and writes what they did as pictures and tables. */
public final class Trajectories {

  /**
   * What is compared unless one says otherwise. The authors step along the mean of the two tasks'
   * gradients with backprop and along their sum without; here it is the sum for all. They take the
   * sign of each task's projected gradient, which is the second form of each Sign here.
   */
  public static final List<String> STRATEGIES =
      List.of(
          "fo-sgd(lr=0.01)",
          "fo-adam(lr=0.01)",
          "zo-sgd(lr=0.01)",
          "zo-sgd(lr=0.01, q=4)",
          "zo-sgd-sign(lr=0.01)",
          "zo-sgd-sign(lr=0.01) each task",
          "zo-sgd-conserve(lr=0.01)",
          "zo-adam(lr=0.01)",
          "zo-adam-sign(lr=0.01)",
          "zo-adam-sign(lr=0.01) each task",
          "zo-adam-conserve(lr=0.01)",
          "forward-grad(lr=0.01)",
          "zo-newton(lr=0.3)");

  /** The paper's start. */
  public static final double[] START = {-8.5, -5};

  private Trajectories() {}

  /** What stands above the rows of the table. */
  public static final String HEAD =
      "| strategy | end | loss, old | loss, new | step within 0.5 of the joint minimum |"
          + " forward passes |\n|---|---|---:|---:|---:|---:|\n";

  /**
   * Follows strategies from one start. Writes each one's picture and its row of {@code
   * trajectories.csv} as it arrives, and {@code trajectories.md}, a picture of them all and one of
   * {@code loss} at the end; pictures are SVG and PNG.
   *
   * @param done told of each one that has arrived
   */
  public static List<Trajectory> run(
      List<String> lines,
      double[] start,
      int steps,
      long seed,
      Path directory,
      Consumer<Trajectory> done)
      throws IOException {
    lines.forEach(Trajectory::check);
    Files.createDirectories(directory);
    Path csv = directory.resolve("trajectories.csv");
    Files.writeString(csv, "strategy,end_x,end_y,loss_old,loss_new,arrived_step,forward_passes\n");
    List<Trajectory> trajectories = new ArrayList<>();
    for (String line : lines) {
      Trajectory trajectory = Trajectory.of(line, start[0], start[1], steps, seed);
      trajectories.add(trajectory);
      Files.writeString(csv, csv(trajectory), StandardOpenOption.APPEND);
      Picture.write(PathFigure.of(List.of(trajectory)), directory, file(trajectory.name()));
      done.accept(trajectory);
    }
    Picture.write(PathFigure.of(trajectories), directory, "trajectories");
    Picture.write(LossFigure.of(trajectories), directory, "loss");
    Files.writeString(directory.resolve("trajectories.md"), markdown(trajectories));
    return trajectories;
  }

  /** A line as a file name: letters, digits and dots with single dashes between. */
  private static String file(String line) {
    return line.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("-$", "");
  }

  /** One row a strategy. */
  public static String markdown(List<Trajectory> trajectories) {
    return trajectories.stream().map(Trajectories::row).collect(Collectors.joining("", HEAD, ""));
  }

  /** A line of the table. */
  public static String row(Trajectory t) {
    return String.format(
        Locale.ROOT,
        "| `%s` | (%.3f, %.3f) | %.2f | %.2f | %s | %,d |%n",
        t.name(),
        t.endX(),
        t.endY(),
        Toy.oldTask(t.endX(), t.endY()),
        Toy.newTask(t.endX(), t.endY()),
        t.arrived() == 0 ? "never" : String.format(Locale.ROOT, "%,d", t.arrived()),
        t.forwards()[t.size() - 1]);
  }

  private static String csv(Trajectory t) {
    return String.format(
        Locale.ROOT,
        "\"%s\",%.6f,%.6f,%.6f,%.6f,%d,%d%n",
        t.name(),
        t.endX(),
        t.endY(),
        Toy.oldTask(t.endX(), t.endY()),
        Toy.newTask(t.endX(), t.endY()),
        t.arrived(),
        t.forwards()[t.size() - 1]);
  }
}
