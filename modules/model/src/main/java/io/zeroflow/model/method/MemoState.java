package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The buffer, the adapters of the tasks that are over, and each one's columns of the classifier:
 * the head rows that it was trained with, and means of later classes.
 */
final class MemoState implements MethodState {

  private static final String MODULE = "module-";

  private final ReplayState buffer;
  private final List<float[]> adapters = new ArrayList<>();
  private final List<Map<String, HeadRow>> columns = new ArrayList<>();
  private final Set<String> settled = new LinkedHashSet<>();
  private List<String> labels = List.of();
  private @Nullable List<Theta> thetas;

  /**
   * @param buffer most samples in all
   */
  MemoState(int buffer) {
    this.buffer = new ReplayState(buffer);
  }

  @Override
  public void apply(Change change, Replica before) {
    buffer.apply(change, before);
    switch (change) {
      case Change.Prototypes(String module, List<HeadRow> rows) -> {
        Map<String, HeadRow> own = columns.get(Integer.parseInt(module.substring(MODULE.length())));
        rows.forEach(row -> own.put(row.label(), row));
        thetas = null;
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(before.task())) {
          freeze(before);
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

  private void freeze(Replica before) {
    Map<String, HeadRow> own = new LinkedHashMap<>();
    for (String label : before.labels()) {
      float[] row = before.headRow(label);
      if (row != null) {
        own.put(label, new HeadRow(label, before.headCount(label), row));
        settled.add(label);
      }
    }
    adapters.add(Subspaces.adapters(before));
    columns.add(own);
    thetas = null;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    buffer.save(out);
    out.writeInt(adapters.size());
    for (int module = 0; module < adapters.size(); module++) {
      Persistent.save(adapters.get(module), out);
      HeadRow.save(columns.get(module).values(), out);
    }
    out.writeInt(settled.size());
    for (String label : settled) {
      out.writeUTF(label);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    buffer.load(in);
    for (int n = in.readInt(); n > 0; n--) {
      adapters.add(Persistent.floats(in));
      Map<String, HeadRow> own = new LinkedHashMap<>();
      HeadRow.rows(in).forEach(row -> own.put(row.label(), row));
      columns.add(own);
    }
    for (int n = in.readInt(); n > 0; n--) {
      settled.add(in.readUTF());
    }
  }

  /** Name of a module in the journal. */
  static String module(int number) {
    return MODULE + number;
  }

  ReplayState buffer() {
    return buffer;
  }

  /** How many are frozen. */
  int modules() {
    return adapters.size();
  }

  /** Slices below the head as the module's task left them. */
  float[] adapters(int module) {
    return adapters.get(module);
  }

  /** What a module knows of a class; null if nothing. */
  @Nullable HeadRow column(int module, String label) {
    return columns.get(module).get(label);
  }

  /** Whether a class was there when a task ended: then its columns stay as they are. */
  boolean settled(String label) {
    return settled.contains(label);
  }

  /** All such classes. */
  Set<String> settled() {
    return settled;
  }

  /** θ of every frozen module with head rows of these classes; not to be changed. */
  List<Theta> thetas(Replica replica, List<String> labels) {
    List<Theta> known = thetas;
    if (known != null && this.labels.equals(labels)) {
      return known;
    }
    List<Theta> made = new ArrayList<>();
    float[] unknown = new float[replica.model().featureSize()];
    for (int module = 0; module < adapters.size(); module++) {
      List<float[]> rows = new ArrayList<>();
      for (String label : labels) {
        HeadRow row = column(module, label);
        rows.add(row == null ? unknown : row.values());
      }
      made.add(Subspaces.theta(replica.model().slices(), adapters(module), rows));
    }
    this.labels = labels;
    thetas = List.copyOf(made);
    return made;
  }
}
