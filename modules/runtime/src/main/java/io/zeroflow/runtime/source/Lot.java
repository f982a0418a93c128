package io.zeroflow.runtime.source;

import io.opentelemetry.api.trace.Span;
import io.zeroflow.data.Sample;
import io.zeroflow.journal.Consumed;
import java.util.List;

/** What the source hands to the learner, with the offsets that it uses up. */
public sealed interface Lot {

  List<Consumed> consumed();

  /**
   * Samples of one task that one step learns from.
   *
   * @param span that ends when they are learned
   */
  record Samples(String task, List<Sample> samples, List<Consumed> consumed, Span span)
      implements Lot {
    public Samples {
      samples = List.copyOf(samples);
      consumed = List.copyOf(consumed);
    }
  }

  /** Samples of the running task that were learned before a restart, to be remembered again. */
  record Known(List<Sample> samples) implements Lot {
    public Known {
      samples = List.copyOf(samples);
    }

    @Override
    public List<Consumed> consumed() {
      return List.of();
    }
  }

  /** The producer's word that a task is over. */
  record TaskOver(String task, List<Consumed> consumed) implements Lot {
    public TaskOver {
      consumed = List.copyOf(consumed);
    }
  }
}
