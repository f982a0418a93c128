package io.zeroflow.runtime.follow;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Effect;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Reason;
import io.zeroflow.runtime.follow.Board.Decided;
import io.zeroflow.runtime.supervise.Recent;
import java.util.ArrayList;
import java.util.List;

/** The journal's last decisions, with what they came to. Not safe for concurrent use. */
final class Decisions {

  private static final int LIMIT = 500;

  private final Recent<Decided> decisions = new Recent<>(LIMIT);
  private String fork = "";

  /** A record that follows; most are no decision. */
  void add(JournalRecord record, long step) {
    switch (record.change()) {
      case Change.ModelCreated created ->
          put(record, step, created.strategy().brief(), new Reason("start", "", ""));
      // On a slow stream there are many, which nobody made: the metrics count them.
      case Change.Flushed(int _, Reason reason) when reason.cause().equals(Reason.QUIET) -> {}
      case Change.Decision decision -> put(record, step, what(decision), decision.reason());
      case Change.EffectMeasured(long of, Effect effect) ->
          decisions.computeIfPresent(of, (number, decided) -> with(decided, effect));
      case Change.TaskStarted _,
          Change.TaskEnded _,
          Change.HeadRows _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.Step _,
          Change.ForkStep _,
          Change.InputSkipped _,
          Change.OffsetsPassed _ -> {}
    }
  }

  private void put(JournalRecord record, long step, String what, Reason reason) {
    decisions.put(
        record.sequence(),
        new Decided(
            record.sequence(),
            step,
            record.time(),
            record.change().kind(),
            what,
            reason.cause(),
            reason.evidence(),
            reason.expected(),
            null));
  }

  private String what(Change.Decision decision) {
    return switch (decision) {
      case Change.StrategyChanged changed -> changed.strategy().brief();
      case Change.Forked forked -> fork = forked.strategy().brief();
      case Change.ForkEnded _ -> fork;
      case Change.PolicyChanged changed -> changed.policy();
      case Change.LearningPaused _ -> "learning";
      case Change.Flushed flushed -> "%d samples".formatted(flushed.samples());
    };
  }

  private static Decided with(Decided decided, Effect effect) {
    return new Decided(
        decided.number(),
        decided.step(),
        decided.time(),
        decided.decision(),
        decided.what(),
        decided.cause(),
        decided.evidence(),
        decided.expected(),
        decided.effect() == null ? effect : decided.effect().and(effect));
  }

  /** The newest first. */
  List<Decided> list() {
    return new ArrayList<>(decisions.values()).reversed();
  }
}
