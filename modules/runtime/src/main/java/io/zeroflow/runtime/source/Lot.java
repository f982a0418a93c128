package io.zeroflow.runtime.source;

import io.opentelemetry.api.trace.Span;
import io.zeroflow.data.Sample;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the source hands to the learner, with the offsets that it uses up. */
public sealed interface Lot {

  List<Consumed> consumed();

  /**
   * Samples of one task that one step learns from.
   *
   * @param cut why they do not wait for more; null where the records alone say that no more come
   * @param span that ends when they are learned
   */
  record Samples(
      String task, List<Sample> samples, List<Consumed> consumed, @Nullable Reason cut, Span span)
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

  /** One without samples, so that there is nothing to make ready. */
  sealed interface Mark extends Lot {}

  /** The producer's word that a task is over. */
  record TaskOver(String task, List<Consumed> consumed) implements Mark {
    public TaskOver {
      consumed = List.copyOf(consumed);
    }
  }

  /**
   * Nothing to learn here.
   *
   * @param read next offset, by partition, up to which dead letters are kept
   */
  record Passed(List<Consumed> consumed, Map<Integer, Long> read) implements Mark {
    public Passed {
      consumed = List.copyOf(consumed);
      read = Map.copyOf(read);
    }
  }

  /** Records that the topic dropped before they were learned. */
  record Skipped(String why, List<Consumed> consumed) implements Mark {
    public Skipped {
      consumed = List.copyOf(consumed);
    }
  }
}
