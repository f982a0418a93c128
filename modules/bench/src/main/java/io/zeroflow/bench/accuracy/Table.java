package io.zeroflow.bench.accuracy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out.
 *
 * @param network its canonical name
 * @param protocol in words
 * @param tuned how learning rates were chosen, in words
 * @param rows the frozen control first
 * @param skipped lines of strategies that could not run, and why
 * @param published the data set of the published figures in the rows, or null if there are none
 * @param seconds that making it took, what was resumed left out
 */
public record Table(
    String network,
    String protocol,
    String tuned,
    List<Row> rows,
    Map<String, String> skipped,
    @Nullable String published,
    double seconds) {

  /** Copies the collections. */
  public Table {
    rows = List.copyOf(rows);
    skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
  }
}
