package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.KeptSample;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The buffer: as many samples of every class, those of new classes at the expense of all others.
 */
final class ReplayState implements MethodState {

  private final int size;
  private final Map<String, List<KeptSample>> kept = new LinkedHashMap<>();
  private final Set<String> tasks = new HashSet<>();

  /**
   * @param size most samples in all
   */
  ReplayState(int size) {
    this.size = size;
  }

  @Override
  public void apply(Change change, Replica before) {
    switch (change) {
      case Change.Kept(List<KeptSample> samples) -> {
        Map<String, List<KeptSample>> fresh = new LinkedHashMap<>();
        samples.forEach(s -> fresh.computeIfAbsent(s.label(), l -> new ArrayList<>()).add(s));
        kept.putAll(fresh);
        int share = share(0);
        kept.replaceAll((label, own) -> own.subList(0, Math.min(own.size(), share)));
      }
      case Change.TaskStarted started -> tasks.add(started.task());
      case Change.ModelCreated _,
          Change.TaskEnded _,
          Change.HeadRows _,
          Change.Prototypes _,
          Change.Probed _,
          Change.Step _,
          Change.ForkStep _,
          Change.Decision _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _ -> {}
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(kept.size());
    for (Map.Entry<String, List<KeptSample>> own : kept.entrySet()) {
      out.writeUTF(own.getKey());
      out.writeInt(own.getValue().size());
      for (KeptSample sample : own.getValue()) {
        out.writeInt(sample.input().length);
        out.write(sample.input());
      }
    }
    out.writeInt(tasks.size());
    for (String task : tasks) {
      out.writeUTF(task);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int labels = in.readInt(); labels > 0; labels--) {
      String label = in.readUTF();
      List<KeptSample> own = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        byte[] input = new byte[in.readInt()];
        in.readFully(input);
        own.add(new KeptSample(label, input));
      }
      kept.put(label, own);
    }
    for (int n = in.readInt(); n > 0; n--) {
      tasks.add(in.readUTF());
    }
  }

  /** Samples a class, with so many more classes; one at least, so the size may be exceeded then. */
  int share(int more) {
    return Math.max(1, size / Math.max(1, kept.size() + more));
  }

  boolean knows(String label) {
    return kept.containsKey(label);
  }

  /** All samples. */
  List<KeptSample> samples() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  /** Tasks so far, the running one among them; one that comes back counts once. */
  int tasks() {
    return tasks.size();
  }
}
