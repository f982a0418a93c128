package io.zeroflow.bench.plot;

import io.zeroflow.bench.plot.Scene.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rectangle of a scene with a scale on each side.
 *
 * @param x left edge in pixels
 * @param y upper edge in pixels
 * @param width in pixels
 * @param height in pixels
 * @param fromX smallest value
 * @param toX largest value
 * @param fromY smallest value
 * @param toY largest value
 */
public record Axes(
    double x,
    double y,
    double width,
    double height,
    double fromX,
    double toX,
    double fromY,
    double toY) {

  private static final String INK = "#444444";

  /** Pixel of a value. */
  public double px(double value) {
    return x + width * (value - fromX) / (toX - fromX);
  }

  /** Pixel of a value. */
  public double py(double value) {
    return y + height * (toY - value) / (toY - fromY);
  }

  /** Pixels of points (x, y, x, y, …), kept inside of the frame. */
  public double[] pixels(double[] points) {
    double[] pixels = new double[points.length];
    for (int i = 0; i < points.length; i += 2) {
      pixels[i] = Math.clamp(px(points[i]), x, x + width);
      pixels[i + 1] = Math.clamp(py(points[i + 1]), y, y + height);
    }
    return pixels;
  }

  /** Draws the frame, and marks with numbers at these values. */
  public void draw(Scene scene, double[] ticksX, double[] ticksY) {
    scene.add(new Scene.Frame(x, y, width, height, INK));
    List<double[]> marks = new ArrayList<>();
    for (double tick : ticksX) {
      marks.add(new double[] {px(tick), y + height, px(tick), y + height + 4});
      scene.add(new Scene.Text(px(tick), y + height + 16, text(tick), 11, Anchor.MIDDLE, INK));
    }
    for (double tick : ticksY) {
      marks.add(new double[] {x - 4, py(tick), x, py(tick)});
      scene.add(new Scene.Text(x - 7, py(tick) + 4, text(tick), 11, Anchor.END, INK));
    }
    scene.add(new Scene.Lines(marks, INK, 1));
  }

  private static String text(double tick) {
    return tick == Math.rint(tick)
        ? String.format(Locale.ROOT, "%.0f", tick)
        : String.format(Locale.ROOT, "%.1f", tick);
  }
}
