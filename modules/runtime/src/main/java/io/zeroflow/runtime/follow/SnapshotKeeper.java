package io.zeroflow.runtime.follow;

import io.zeroflow.journal.Replica;
import io.zeroflow.journal.snapshot.Snapshot;
import io.zeroflow.journal.snapshot.Snapshots;
import io.zeroflow.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of a follower's replica: copied on the follower's thread, written on another. A
 * disk that does not take one costs nothing but the snapshot: it is logged and counted, and the
 * journal still has everything. Confined to the follower's thread but for the writing.
 */
public final class SnapshotKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

  private final Snapshots snapshots;
  private final String journal;
  private final Metrics metrics;
  private final Executor disk = task -> Thread.ofVirtual().name("snapshot").start(task);
  private long taken;
  private volatile boolean failed;
  private CompletionStage<Long> last;

  /**
   * @param journal id of the journal's topic
   * @param sequence of the snapshot that there already is; −1 for none
   * @param step of the same; 0 for none
   */
  public SnapshotKeeper(
      Snapshots snapshots, String journal, long sequence, long step, Metrics metrics) {
    this.snapshots = snapshots;
    this.journal = journal;
    this.metrics = metrics;
    this.taken = sequence;
    if (sequence < 0) {
      this.last =
          CompletableFuture.failedFuture(
              new IllegalStateException("the model is not there yet; try again"));
    } else {
      this.last = CompletableFuture.completedFuture(step);
      metrics.snapshotStep.set(step);
    }
  }

  /**
   * Takes a snapshot if there is something new in it, or the last one could not be written.
   *
   * @param nextOffset where the journal goes on after the replica's last record
   * @return the step of the last snapshot once it is safe, or failed
   */
  CompletionStage<Long> take(Replica replica, long nextOffset) {
    if (replica.created() && (failed || replica.sequence() > taken)) {
      taken = replica.sequence();
      failed = false;
      Snapshot snapshot = Snapshot.of(replica, journal, nextOffset);
      // One after the other, so that the last one written is the newest.
      last = last.exceptionally(failure -> 0L).thenApplyAsync(earlier -> write(snapshot), disk);
    }
    return last;
  }

  private long write(Snapshot snapshot) {
    try {
      Path file = snapshots.write(snapshot);
      LOG.info("snapshot of step {} in {}", snapshot.step(), file);
      metrics.snapshots.labelValues("written").inc();
      metrics.snapshotStep.set(snapshot.step());
      return snapshot.step();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the snapshot of step {} is not taken: {}", snapshot.step(), e.toString());
      metrics.snapshots.labelValues("failed").inc();
      failed = true;
      throw new SnapshotFailedException("the snapshot could not be written: " + e, e);
    }
  }

  /** The disk did not take a snapshot. */
  public static final class SnapshotFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnapshotFailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
