package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import java.util.ArrayList;
import java.util.List;

/**
 * An analytic head, as in RanPAC (McDonnell et al., NeurIPS 2023): ridge regression from randomly
 * projected frozen features to one-hot labels. Exact, forward-only, and the same in whatever order
 * the samples come, so it forgets nothing: what has to be beaten before training pays. The journal
 * takes the features, not the matrices that they add up to.
 */
public final class Analytic implements ContinualMethod {

  private final MethodOptions options;

  public Analytic(MethodOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "analytic(projections=%d, ridge=%s)".formatted(options.projections(), options.ridge());
  }

  @Override
  public AnalyticState newState() {
    return new AnalyticState(options.projections());
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    List<HeadRow> rows = new ArrayList<>();
    for (int i = 0; i < samples.labels().size(); i++) {
      rows.add(new HeadRow(samples.labels().get(i), 1, samples.encoded().get(i).pooled()));
    }
    return new Lesson.Write(new Change.Prototypes(AnalyticState.SPACE, rows));
  }

  @Override
  public Predictor predictor(Replica replica) {
    AnalyticState state = (AnalyticState) replica.method();
    return new OnFrozen(new Regression(state.projection(replica), state.solution(options.ridge())));
  }

  private record OnFrozen(Regression head) implements Predictor {

    @Override
    public List<String> labels() {
      return head.labels();
    }

    @Override
    public float[][] scores(List<Encoded> encoded, Batch batch) {
      float[][] scores = new float[encoded.size()][];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = head.scores(encoded.get(i).pooled());
      }
      return scores;
    }
  }
}
