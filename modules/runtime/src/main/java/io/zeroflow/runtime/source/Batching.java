package io.zeroflow.runtime.source;

import io.zeroflow.journal.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * A {@link Batcher} in a stream, and what the clock has to say: after a quiet time, samples that
 * wait for a full batch are a batch, and what was passed by is said. Time counts only while this
 * stage has asked for more and nothing comes: a learner that is behind or paused is no silence.
 *
 * <p>When the source ends in order, what was passed by is said too, so that a restart need not see
 * it again; samples that wait are read again.
 */
final class Batching extends GraphStage<FlowShape<Arrival, Lot>> {

  private static final Duration SHORTEST_TICK = Duration.ofMillis(10);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

  /** Ticks without a record before a flush; ticks without a lot before what was passed is said. */
  private static final int TICKS = 5;

  private static final Object TICK = "tick";

  private final Inlet<Arrival> in = Inlet.create("Batching.in");
  private final Outlet<Lot> out = Outlet.create("Batching.out");
  private final FlowShape<Arrival, Lot> shape = FlowShape.of(in, out);
  private final Batcher batcher;
  private final Duration flushAfter;
  private final Duration tick;
  private final Intake intake;

  /**
   * @param batcher of this stream alone
   * @param flushAfter how long nothing must have come before a batch is cut short; 0 for never
   */
  Batching(Batcher batcher, Duration flushAfter, Intake intake) {
    this.batcher = batcher;
    this.flushAfter = flushAfter;
    this.intake = intake;
    Duration share = flushAfter.isZero() ? LONGEST_TICK : flushAfter.dividedBy(TICKS);
    this.tick =
        Collections.max(List.of(SHORTEST_TICK, Collections.min(List.of(LONGEST_TICK, share))));
  }

  @Override
  public FlowShape<Arrival, Lot> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {

    private long quiet;
    private int lotless;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              quiet = 0;
              take(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              make(batcher.pass());
              completeStage();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              more();
            }
          });
    }

    @Override
    public void preStart() {
      intake.started(createAsyncCallback(this::flush));
      scheduleWithFixedDelay(TICK, tick, tick);
    }

    private void take(Arrival arrival) {
      List<Lot> lots = batcher.add(arrival);
      switch (arrival) {
        case Decoded decoded ->
            intake.took(decoded.record().partition(), decoded.record().offset() + 1);
        case Arrival.Lost lost -> intake.took(lost.range().partition(), lost.range().to());
      }
      make(lots);
      if (isAvailable(out)) {
        more();
      }
    }

    private void more() {
      if (!hasBeenPulled(in) && !isClosed(in)) {
        pull(in);
      }
    }

    private void flush(Intake.Flush wish) {
      int waiting = batcher.waiting();
      make(batcher.flush(wish.why()));
      wish.samples().complete(waiting);
    }

    @Override
    public void onTimer(Object key) {
      if (!isAvailable(out)) {
        quiet = 0;
        return;
      }
      quiet++;
      lotless++;
      if (!flushAfter.isZero() && tick.multipliedBy(quiet).compareTo(flushAfter) >= 0) {
        String evidence = "no record came for %s".formatted(words(flushAfter));
        make(batcher.flush(new Reason(Reason.QUIET, evidence, "")));
      }
      if (lotless >= TICKS) {
        make(batcher.pass());
      }
    }

    private void make(List<Lot> lots) {
      for (Lot lot : lots) {
        lotless = 0;
        intake.made(lot);
        emit(out, lot);
      }
      intake.waiting(batcher.waiting());
    }
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? "%d s".formatted(duration.toSeconds())
        : "%d ms".formatted(duration.toMillis());
  }
}
