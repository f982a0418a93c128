package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the first task is over, and running class means of the concatenated features. */
final class AperState implements MethodState {

  static final String SPACE = "pretrained+adapted";

  private final Map<String, HeadRow> prototypes = new LinkedHashMap<>();
  private boolean adapted;

  @Override
  public void apply(Change change, Replica before) {
    switch (change) {
      case Change.Prototypes(String _, List<HeadRow> rows) ->
          rows.forEach(row -> prototypes.put(row.label(), row));
      case Change.TaskEnded ended -> {
        if (!adapted && ended.task().equals(before.task())) {
          keepRows(before);
          adapted = true;
        }
      }
      case Change.ModelCreated _,
          Change.TaskStarted _,
          Change.HeadRows _,
          Change.Kept _,
          Change.Probed _,
          Change.Step _,
          Change.ForkStep _,
          Change.Decision _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _ -> {}
    }
  }

  /**
   * A class none of whose samples were at hand when the first task ended, as after a crash, is
   * known by its head row instead, in the place of both features: adapters leave them near to each
   * other.
   */
  private void keepRows(Replica before) {
    for (String label : before.labels()) {
      float[] row = before.headRow(label);
      if (row != null && !prototypes.containsKey(label)) {
        float[] half = Features.normalised(row);
        prototypes.put(
            label, new HeadRow(label, before.headCount(label), Features.concatenated(half, half)));
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeBoolean(adapted);
    HeadRow.save(prototypes.values(), out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    adapted = in.readBoolean();
    HeadRow.rows(in).forEach(row -> prototypes.put(row.label(), row));
  }

  boolean adapted() {
    return adapted;
  }

  @Nullable HeadRow prototype(String label) {
    return prototypes.get(label);
  }

  Collection<HeadRow> prototypes() {
    return prototypes.values();
  }
}
