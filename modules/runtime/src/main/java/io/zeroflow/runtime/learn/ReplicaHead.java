package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.method.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A replica's head as a method sees it. */
public final class ReplicaHead implements Head {

  private final Replica replica;
  private final Map<String, Integer> rows = new HashMap<>();

  public ReplicaHead(Replica replica) {
    this.replica = replica;
  }

  @Override
  public long count(String label) {
    return replica.headCount(label);
  }

  @Override
  public float @Nullable [] values(String label) {
    return replica.headRow(label);
  }

  @Override
  public int row(String label) {
    return index().getOrDefault(label, -1);
  }

  /** Rows only grow, so the index is rebuilt when there are more. */
  private Map<String, Integer> index() {
    if (rows.size() != replica.headSize()) {
      List<String> labels = replica.labels();
      for (int row = rows.size(); row < labels.size(); row++) {
        rows.put(labels.get(row), row);
      }
    }
    return rows;
  }
}
