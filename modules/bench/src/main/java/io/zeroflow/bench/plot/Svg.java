package io.zeroflow.bench.plot;

import java.util.Locale;
import java.util.stream.Collectors;

/** A scene as SVG 1.1. */
public final class Svg {

  private Svg() {}

  /** The document. */
  public static String of(Scene scene) {
    return scene.shapes().stream()
        .map(Svg::shape)
        .collect(
            Collectors.joining(
                "\n",
                format(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                    scene.width(), scene.height()),
                "\n</svg>\n"));
  }

  private static String shape(Scene.Shape shape) {
    return switch (shape) {
      case Scene.Lines lines ->
          format(
              "<path fill=\"none\" stroke=\"%s\" stroke-width=\"%.2f\" d=\"%s\"/>",
              lines.colour(),
              lines.width(),
              lines.pieces().stream().map(Svg::path).collect(Collectors.joining()));
      case Scene.Dot dot ->
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>",
              dot.x(), dot.y(), dot.radius(), dot.colour());
      case Scene.Frame frame ->
          format(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\""
                  + " stroke=\"%s\"/>",
              frame.x(), frame.y(), frame.width(), frame.height(), frame.colour());
      case Scene.Text text ->
          format(
              "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
              text.x(),
              text.y(),
              text.size(),
              text.anchor().name().toLowerCase(Locale.ROOT),
              text.colour(),
              text.value().replace("&", "&amp;").replace("<", "&lt;"));
    };
  }

  private static String path(double[] points) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      path.append(format("%s%.1f %.1f", i == 0 ? "M" : "L", points[i], points[i + 1]));
    }
    return path.toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
