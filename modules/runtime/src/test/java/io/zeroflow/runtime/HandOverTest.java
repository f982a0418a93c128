package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The scheduler's clock is the test's: a time-out, if there were one, would go off in no time. */
class HandOverTest {

  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
  private static final int AT_ONCE = 2;

  private final ManualTime time = ManualTime.get(KIT.system());
  private final TestProbe<Job> actor = KIT.createTestProbe();

  private record Job(int number, ActorRef<Done> replyTo) {}

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void anActorThatTakesAYearHoldsTheStreamAndDoesNotEndIt() {
    CompletableFuture<Done> stream = stream(5, actor.ref());
    Job first = actor.receiveMessage();
    Job second = actor.receiveMessage();
    time.timePasses(Duration.ofDays(366));
    assertThat(stream).isNotDone();
    actor.expectNoMessage(Duration.ZERO); // one in work, one at hand, no more
    answer(first);
    answer(second);
    for (int number = 3; number <= 5; number++) {
      Job job = actor.receiveMessage();
      assertThat(job.number()).isEqualTo(number);
      answer(job);
    }
    assertThat(stream.join()).isEqualTo(Done.getInstance());
  }

  @Test
  void anActorThatEndsFailsTheStreamByItsName() {
    ActorRef<Job> mortal =
        KIT.spawn(
            Behaviors.<Job>receiveMessage(
                job -> job.number() == 1 ? Behaviors.same() : Behaviors.stopped()),
            "mortal");
    CompletableFuture<Done> stream = stream(3, mortal);
    assertThatThrownBy(stream::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .hasMessageContaining("/user/mortal ended before it had dealt with what it was sent");
  }

  @Test
  void anActorThatHasEndedAlreadyIsNoticed() {
    ActorRef<Job> gone = KIT.spawn(Behaviors.stopped(), "gone");
    patiently().until(() -> stream(1, gone).isCompletedExceptionally());
  }

  private static void answer(Job job) {
    job.replyTo().tell(Done.getInstance());
  }

  private static CompletableFuture<Done> stream(int jobs, ActorRef<Job> actor) {
    List<Integer> numbers = IntStream.rangeClosed(1, jobs).boxed().toList();
    return Source.from(numbers)
        .mapAsync(
            AT_ONCE,
            number ->
                HandOver.to(KIT.system(), actor, (ActorRef<Done> done) -> new Job(number, done)))
        .runWith(Sink.ignore(), KIT.system())
        .toCompletableFuture();
  }
}
