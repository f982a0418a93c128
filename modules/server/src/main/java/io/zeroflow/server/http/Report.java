package io.zeroflow.server.http;

import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;

/**
 * What the API answers about a model, for who has it at hand.
 *
 * @param status as {@code /api/v1/status}
 * @param accuracy as {@code /api/v1/accuracy}
 */
public record Report(Object status, Object accuracy) {

  /** Of a model as it is now. */
  public static Report of(LearnerStatus status, Board board) {
    return new Report(status, Views.Accuracy.of(board));
  }
}
