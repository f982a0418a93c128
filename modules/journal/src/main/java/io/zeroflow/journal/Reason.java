package io.zeroflow.journal;

/**
 * Why something was decided.
 *
 * @param cause {@code operator}, {@code quiet}, or the policy or rule that decided
 * @param evidence what was seen, in words; empty if nobody said
 * @param expected what should come of it, in words; empty if nobody said
 */
public record Reason(String cause, String evidence, String expected) {

  /** Cause of what a person asked for. */
  public static final String OPERATOR = "operator";

  /** Cause of what the stream's silence brings about. */
  public static final String QUIET = "quiet";

  /** A person asked for it. */
  public static Reason operator() {
    return new Reason(OPERATOR, "", "");
  }
}
