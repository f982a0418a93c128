package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** θ as the last task left it, and how much its slices matter. */
final class AnchorState implements MethodState {

  private final Importance importance;
  private @Nullable Theta anchor;

  AnchorState(Importance importance) {
    this.importance = importance;
  }

  @Override
  public void apply(Change change, Replica before) {
    importance.apply(change, before);
    if (change instanceof Change.TaskEnded ended && ended.task().equals(before.task())) {
      anchor = before.theta().copy();
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    importance.save(out);
    out.writeInt(anchor == null ? 0 : anchor.capacity());
    if (anchor != null) {
      anchor.save(out);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    importance.load(in);
    int capacity = in.readInt();
    if (capacity > 0) {
      Theta saved = Theta.allocate(capacity);
      saved.load(in);
      anchor = saved;
    }
  }

  /** θ*, not to be changed; null during the first task. */
  @Nullable Theta anchor() {
    return anchor;
  }

  Importance importance() {
    return importance;
  }
}
