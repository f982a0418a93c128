package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of tasks that the learner found in a stream that names none: what they looked
 * like, so that they are known when they come again, and where in the source they lie, so that
 * followers know whose held-out samples they read. A fold over the journal.
 */
public final class FoundTasks implements Persistent {

  /** Most pieces of the source that are told apart in a partition; the oldest go first. */
  private static final int MOST_PIECES = 10_000;

  private final Map<String, List<HeadRow>> means = new LinkedHashMap<>();

  /** Task by the first offset of a piece, by partition; empty where a producer named it. */
  private final Map<Integer, TreeMap<Long, String>> pieces = new TreeMap<>();

  FoundTasks() {}

  /** Class means of frozen features over all ended visits, by found task; none before the first. */
  public Map<String, List<HeadRow>> means() {
    return Collections.unmodifiableMap(means);
  }

  /** Whether the learner found that task. */
  public boolean contains(@Nullable String task) {
    return task != null && means.containsKey(task);
  }

  /**
   * The found task to which a consumed record of the source belongs; null for none.
   *
   * @param offset below the position of its partition
   */
  public @Nullable String at(int partition, long offset) {
    TreeMap<Long, String> of = pieces.get(partition);
    Map.Entry<Long, String> piece = of == null ? null : of.floorEntry(offset);
    return piece == null || piece.getValue().isEmpty() ? null : piece.getValue();
  }

  void started(Change.TaskStarted started) {
    if (started.found()) {
      means.putIfAbsent(started.task(), List.of());
    }
  }

  void ended(Change.TaskEnded ended) {
    if (contains(ended.task())) {
      Map<String, HeadRow> rows = new LinkedHashMap<>();
      means.getOrDefault(ended.task(), List.of()).forEach(row -> rows.put(row.label(), row));
      ended.frozen().forEach(row -> rows.merge(row.label(), row, HeadRow::with));
      means.put(ended.task(), List.copyOf(rows.values()));
    }
  }

  void consumed(Consumed consumed, @Nullable String task) {
    String name = task != null && contains(task) ? task : "";
    TreeMap<Long, String> of =
        pieces.computeIfAbsent(consumed.partition(), partition -> new TreeMap<>());
    Map.Entry<Long, String> last = of.lastEntry();
    if (!name.equals(last == null ? "" : last.getValue())) {
      of.put(consumed.from(), name);
      if (of.size() > MOST_PIECES) {
        of.pollFirstEntry();
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(means.size());
    for (Map.Entry<String, List<HeadRow>> task : means.entrySet()) {
      out.writeUTF(task.getKey());
      HeadRow.save(task.getValue(), out);
    }
    out.writeInt(pieces.size());
    for (Map.Entry<Integer, TreeMap<Long, String>> partition : pieces.entrySet()) {
      out.writeInt(partition.getKey());
      out.writeInt(partition.getValue().size());
      for (Map.Entry<Long, String> piece : partition.getValue().entrySet()) {
        out.writeLong(piece.getKey());
        out.writeUTF(piece.getValue());
      }
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      String task = in.readUTF();
      means.put(task, new ArrayList<>(HeadRow.rows(in)));
    }
    for (int n = in.readInt(); n > 0; n--) {
      TreeMap<Long, String> of = new TreeMap<>();
      pieces.put(in.readInt(), of);
      for (int m = in.readInt(); m > 0; m--) {
        of.put(in.readLong(), in.readUTF());
      }
    }
  }
}
