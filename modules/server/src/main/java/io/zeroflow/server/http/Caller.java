package io.zeroflow.server.http;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;

/**
 * Who is at the other end of a connection, and what is being done for him: one request at a time.
 * Work is cancelled when he leaves.
 */
final class Caller {

  static final AttributeKey<Caller> KEY = AttributeKey.create("caller", Caller.class);

  private final SharedKillSwitch end = KillSwitches.shared("connection");
  private CompletableFuture<?> work = CompletableFuture.completedFuture(Done.getInstance());
  private boolean gone;

  /** Of a request; nobody in particular where there is no connection. */
  static Caller of(HttpRequest request) {
    return request.getAttribute(KEY).orElseGet(Caller::new);
  }

  /** The work in hand: it is cancelled if he leaves before it is done. */
  synchronized void awaits(CompletableFuture<?> answer) {
    work = answer;
    if (gone) {
      answer.cancel(false);
    }
  }

  synchronized boolean waits() {
    return !work.isDone();
  }

  synchronized boolean gone() {
    return gone;
  }

  void left() {
    CompletableFuture<?> inHand;
    synchronized (this) {
      gone = true;
      inHand = work;
    }
    inHand.cancel(false);
  }

  /** Completes its connection when told to {@link #hangUp}. */
  SharedKillSwitch end() {
    return end;
  }

  void hangUp() {
    end.shutdown();
  }
}
