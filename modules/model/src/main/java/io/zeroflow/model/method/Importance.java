package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * How much each slice of θ matters to the tasks that are over: a fold over the journal. Forward
 * passes cannot tell single coordinates apart at a bearable price, but they can tell slices, such
 * as an adapter's weight or one head row.
 */
interface Importance extends MethodState {

  /** Every part alike: the L2 anchor. */
  Importance UNIFORM =
      new Importance() {
        @Override
        public void apply(Change change, Replica before) {}

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}

        @Override
        public double of(Part part) {
          return 1;
        }
      };

  /** Weight of a part in the penalty; 0 if it has none yet. */
  double of(Part part);

  /** Writes numbers by the name of their part. */
  static void save(Map<String, Double> byPart, DataOutput out) throws IOException {
    out.writeInt(byPart.size());
    for (Map.Entry<String, Double> entry : byPart.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeDouble(entry.getValue());
    }
  }

  /** Reads them. */
  static void load(Map<String, Double> byPart, DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      byPart.put(in.readUTF(), in.readDouble());
    }
  }
}
