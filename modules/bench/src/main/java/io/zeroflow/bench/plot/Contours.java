package io.zeroflow.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Lines of equal height by marching squares (Lorensen and Cline 1987, in two dimensions): each cell
 * of a grid is crossed by a piece between the edges whose ends lie on both sides of the level.
 */
public final class Contours {

  private final double[][] heights;
  private final Axes axes;
  private final int cells;

  private Contours(double[][] heights, Axes axes, int cells) {
    this.heights = heights;
    this.axes = axes;
    this.cells = cells;
  }

  /** Measures a function on a grid over the axes. */
  public static Contours of(DoubleBinaryOperator height, Axes axes, int cells) {
    double[][] heights = new double[cells + 1][cells + 1];
    Contours contours = new Contours(heights, axes, cells);
    for (int i = 0; i <= cells; i++) {
      for (int j = 0; j <= cells; j++) {
        heights[i][j] = height.applyAsDouble(contours.x(i), contours.y(j));
      }
    }
    return contours;
  }

  private double x(double i) {
    return axes.fromX() + (axes.toX() - axes.fromX()) * i / cells;
  }

  private double y(double j) {
    return axes.fromY() + (axes.toY() - axes.fromY()) * j / cells;
  }

  /** Pieces of the line at a level, in pixels. */
  public List<double[]> at(double level) {
    List<double[]> pieces = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      for (int j = 0; j < cells; j++) {
        cross(i, j, level, pieces);
      }
    }
    return pieces;
  }

  private void cross(int i, int j, double level, List<double[]> pieces) {
    List<double[]> crossings = new ArrayList<>(4);
    edge(i, j, i + 1, j, level, crossings);
    edge(i + 1, j, i + 1, j + 1, level, crossings);
    edge(i + 1, j + 1, i, j + 1, level, crossings);
    edge(i, j + 1, i, j, level, crossings);
    for (int k = 0; k + 1 < crossings.size(); k += 2) {
      double[] a = crossings.get(k);
      double[] b = crossings.get(k + 1);
      pieces.add(axes.pixels(new double[] {a[0], a[1], b[0], b[1]}));
    }
  }

  private void edge(int i, int j, int k, int l, double level, List<double[]> crossings) {
    double from = heights[i][j] - level;
    double to = heights[k][l] - level;
    if (from < 0 != to < 0) {
      double t = from / (from - to);
      crossings.add(new double[] {x(i + t * (k - i)), y(j + t * (l - j))});
    }
  }
}
