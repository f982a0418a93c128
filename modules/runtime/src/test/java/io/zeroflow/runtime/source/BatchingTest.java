package io.zeroflow.runtime.source;

import static io.zeroflow.runtime.source.Records.dead;
import static io.zeroflow.runtime.source.Records.read;
import static io.zeroflow.runtime.source.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the clock makes of records; it stands still unless a test turns it. */
class BatchingTest {

  private static final Duration FLUSH_AFTER = Duration.ofSeconds(30);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicInteger waiting = new AtomicInteger(-1);
  private final Intake intake = new Intake(Map.of(0, 0L), samples -> waiting.set((int) samples));
  private int offset;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private record Stream(BoundedSourceQueue<Arrival> in, SinkQueueWithCancel<Lot> out) {

    Lot next() throws Exception {
      return pull().orElseThrow();
    }

    Optional<Lot> pull() throws Exception {
      return out.pull().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  /** Batches of three. */
  private Stream run(Duration flushAfter) {
    Pair<BoundedSourceQueue<Arrival>, SinkQueueWithCancel<Lot>> stream =
        Source.<Arrival>queue(100)
            .via(new Batching(new Batcher(3, Map.of(0, 0L)), flushAfter, intake))
            .toMat(Sink.<Lot>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), Keep.both())
            .run(kit.system());
    return new Stream(stream.first(), stream.second());
  }

  private void samples(Stream stream, int n) {
    offer(stream, n);
    awaitRead();
  }

  private void offer(Stream stream, int n) {
    for (int i = 0; i < n; i++) {
      stream.in().offer(read(0, offset, sample("a", Split.TRAIN, offset)));
      offset++;
    }
  }

  private void junk(Stream stream) {
    stream.in().offer(dead(0, offset++));
    awaitRead();
  }

  private void awaitRead() {
    await().until(() -> intake.read().getOrDefault(0, 0L) == offset);
  }

  private static int size(Lot lot) {
    return ((Lot.Samples) lot).samples().size();
  }

  @Test
  void samplesThatWaitAreLearnedAfterAQuietTimeAndNotBefore() throws Exception {
    Stream stream = run(FLUSH_AFTER);
    samples(stream, 2);
    assertThat(waiting).hasValue(2);
    time.timePasses(FLUSH_AFTER.minusSeconds(2));
    offer(stream, 3); // somebody spoke: the silence begins anew
    assertThat(size(stream.next())).isEqualTo(3);
    awaitRead();
    assertThat(waiting).hasValue(2);
    time.timePasses(FLUSH_AFTER.minusSeconds(2));
    assertThat(waiting).hasValue(2);
    time.timePasses(Duration.ofSeconds(4));
    Lot flushed = stream.next();
    assertThat(size(flushed)).isEqualTo(2);
    assertThat(((Lot.Samples) flushed).cut())
        .isEqualTo(new Reason(Reason.QUIET, "no record came for 30 s", ""));
    assertThat(waiting).hasValue(0);
    assertThat(intake.cut()).isEqualTo(5);
  }

  @Test
  void withoutAQuietTimeTheyWaitForAnOrder() throws Exception {
    Stream stream = run(Duration.ZERO);
    samples(stream, 2);
    time.timePasses(Duration.ofHours(1));
    assertThat(flush()).isEqualTo(2);
    Lot flushed = stream.next();
    assertThat(size(flushed)).isEqualTo(2);
    assertThat(((Lot.Samples) flushed).cut()).isEqualTo(Reason.operator());
    assertThat(flush()).isZero();
  }

  @Test
  void aLearnerThatTakesNothingIsNoSilence() throws Exception {
    Stream stream = run(FLUSH_AFTER);
    offer(stream, 20);
    // As many as there is room for, and no more.
    await().until(() -> intake.cut() >= 3);
    long before = intake.cut();
    time.timePasses(Duration.ofHours(1));
    for (int lot = 0; lot < 6; lot++) {
      assertThat(((Lot.Samples) stream.next()).cut()).isNull();
    }
    assertThat(before).isLessThan(18);
    awaitRead();
    assertThat(waiting).hasValue(2);
    time.timePasses(FLUSH_AFTER.plusSeconds(2));
    assertThat(size(stream.next())).isEqualTo(2);
  }

  @Test
  void whatNeedsNoLearningIsSaidAfterAQuietWhileAndOnce() throws Exception {
    Stream stream = run(FLUSH_AFTER);
    junk(stream);
    junk(stream);
    time.timePasses(Duration.ofMinutes(5));
    assertThat(stream.next()).isEqualTo(new Lot.Passed(List.of(new Consumed(0, 0, 2)), Map.of()));
    samples(stream, 3);
    assertThat(stream.next().consumed()).containsExactly(new Consumed(0, 2, 5));
  }

  /** A clean stop: nothing is learned early, and the dead letter need not be sent again. */
  @Test
  void whenTheSourceEndsWhatWasPassedIsSaidAndSamplesStayForTheNextLife() throws Exception {
    Stream stream = run(FLUSH_AFTER);
    junk(stream);
    samples(stream, 2);
    junk(stream);
    stream.in().complete();
    assertThat(stream.next())
        .isEqualTo(new Lot.Passed(List.of(new Consumed(0, 0, 1)), Map.of(0, 4L)));
    assertThat(stream.pull()).isEmpty();
    assertThatThrownBy(this::flush).isInstanceOf(ExecutionException.class);
  }

  @Test
  void theEndOfATaskLeavesNothingWaiting() throws Exception {
    Stream stream = run(FLUSH_AFTER);
    samples(stream, 2);
    stream.in().offer(read(0, offset++, new TaskEnd("a")));
    assertThat(size(stream.next())).isEqualTo(2);
    assertThat(stream.next()).isInstanceOf(Lot.TaskOver.class);
    assertThat(waiting).hasValue(0);
  }

  private int flush() throws Exception {
    CompletionStage<Integer> samples = intake.flush(Reason.operator());
    return samples.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
