package io.zeroflow.runtime.source;

import io.zeroflow.data.Sample;
import io.zeroflow.journal.Consumed;
import java.util.List;

/** What the source hands to the learner, with the offsets that it uses up. */
public sealed interface Lot {

  List<Consumed> consumed();

  /** Samples of one task that one step learns from. */
  record Samples(String task, List<Sample> samples, List<Consumed> consumed) implements Lot {
    public Samples {
      samples = List.copyOf(samples);
      consumed = List.copyOf(consumed);
    }
  }

  /** The producer's word that a task is over. */
  record TaskOver(String task, List<Consumed> consumed) implements Lot {
    public TaskOver {
      consumed = List.copyOf(consumed);
    }
  }
}
