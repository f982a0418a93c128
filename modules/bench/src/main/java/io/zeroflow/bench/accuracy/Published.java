package io.zeroflow.bench.accuracy;

import io.zeroflow.bench.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the ZeroFlow paper (ICML 2025) reports of methods and strategies on a data set, with
 * ViT-B/16 over 10 tasks: its main table, that of MEMO, and for ImageNet-A those of the
 * enhancements.
 */
public final class Published {

  /** What the tables of the enhancements were made on. */
  public static final String IMAGENET_A = "imagenet-a";

  /** Options that the paper's tables do not tell rows apart by. */
  private static final Pattern TUNED =
      Pattern.compile("(, )?\\b(lr=([\\w-]+\\([^()]*\\)|[^,()]*)|switch=\\d+)");

  private static final String FILE = "published.csv";

  private final String data;
  private final Map<String, Figures> rows;

  /** Avg, Last and Fgt in percent; an empty text where the paper gives none. */
  public record Figures(String average, String last, String forgetting) {}

  private Published(String data, Map<String, Figures> rows) {
    this.data = data;
    this.rows = rows;
  }

  /**
   * The rows for a data set.
   *
   * @param data its name or {@code kind:path}; there are no rows for one that the paper lacks
   */
  public static Published on(String data) {
    String kind = data.replaceFirst(":.*", "");
    Map<String, Figures> rows = new HashMap<>();
    for (String line : lines()) {
      List<String> v = Csv.values(line);
      if (v.getFirst().equals(kind)) {
        rows.put(key(v.get(1), v.get(2)), new Figures(v.get(3), v.get(4), v.get(5)));
      }
    }
    return new Published(kind, rows);
  }

  private static List<String> lines() {
    try (InputStream in = Published.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the JAR; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data set, or null if the paper has none of that name. */
  @Nullable String data() {
    return rows.isEmpty() ? null : data;
  }

  /** The row of a method with a strategy, whatever its learning rates. */
  @Nullable Figures find(String method, String title) {
    return rows.get(key(method, title));
  }

  private static String key(String method, String title) {
    return method + ": " + plain(title);
  }

  /** {@code zo-sgd(lr=0.1, q=4)} as {@code zo-sgd(q=4)}. */
  private static String plain(String title) {
    return TUNED.matcher(title).replaceAll("").replace("(, ", "(").replace("()", "");
  }
}
