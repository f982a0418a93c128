package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adapters of the tasks that are over, and prototypes of their classes in every adapter space. */
final class EaseState implements MethodState {

  private static final String SPACE = "adapter-";

  private final List<float[]> adapters = new ArrayList<>();
  private final Map<Integer, Map<String, float[]>> prototypes = new LinkedHashMap<>();
  private final Map<String, Integer> homes = new LinkedHashMap<>();
  private @Nullable List<Map<String, float[]>> completed;

  @Override
  public void apply(Change change, Replica before) {
    switch (change) {
      case Change.Prototypes(String space, List<HeadRow> rows) -> {
        completed = null;
        int number = Integer.parseInt(space.substring(SPACE.length()));
        for (HeadRow row : rows) {
          prototypes
              .computeIfAbsent(number, n -> new LinkedHashMap<>())
              .put(row.label(), row.values());
          if (number == adapters.size()) {
            homes.put(row.label(), number);
          }
        }
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(before.task())) {
          completed = null;
          keepRows(before);
          adapters.add(Subspaces.adapters(before));
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
   * A class none of whose samples were at hand when its task ended, as after a crash, is known by
   * its head row instead: that is a direction in the space of the task's adapter, too.
   */
  private void keepRows(Replica before) {
    for (String label : before.labels()) {
      float[] row = before.headRow(label);
      if (row != null && homes.putIfAbsent(label, adapters.size()) == null) {
        prototypes.computeIfAbsent(adapters.size(), n -> new LinkedHashMap<>()).put(label, row);
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(adapters.size());
    for (float[] adapter : adapters) {
      Persistent.save(adapter, out);
    }
    out.writeInt(prototypes.size());
    for (Map.Entry<Integer, Map<String, float[]>> space : prototypes.entrySet()) {
      out.writeInt(space.getKey());
      out.writeInt(space.getValue().size());
      for (Map.Entry<String, float[]> prototype : space.getValue().entrySet()) {
        out.writeUTF(prototype.getKey());
        Persistent.save(prototype.getValue(), out);
      }
    }
    out.writeInt(homes.size());
    for (Map.Entry<String, Integer> home : homes.entrySet()) {
      out.writeUTF(home.getKey());
      out.writeInt(home.getValue());
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      adapters.add(Persistent.floats(in));
    }
    for (int spaces = in.readInt(); spaces > 0; spaces--) {
      Map<String, float[]> space = new LinkedHashMap<>();
      prototypes.put(in.readInt(), space);
      for (int n = in.readInt(); n > 0; n--) {
        space.put(in.readUTF(), Persistent.floats(in));
      }
    }
    for (int n = in.readInt(); n > 0; n--) {
      homes.put(in.readUTF(), in.readInt());
    }
  }

  /** Name of a space in the journal. */
  static String space(int number) {
    return SPACE + number;
  }

  /** Slices below the head as each task left them. */
  List<float[]> adapters() {
    return adapters;
  }

  /** The task, from 0, that brought each class. */
  Map<String, Integer> homes() {
    return homes;
  }

  /** {@link Complement} of the prototypes so far, computed once: predictors are made often. */
  List<Map<String, float[]>> completed() {
    if (completed == null) {
      completed = Complement.of(this);
    }
    return completed;
  }

  /** Prototypes of classes in a space; there are none of earlier tasks. */
  Map<String, float[]> prototypes(int space) {
    return prototypes.getOrDefault(space, Map.of());
  }
}
