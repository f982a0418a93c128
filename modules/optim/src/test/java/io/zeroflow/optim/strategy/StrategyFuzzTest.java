package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrategyFuzzTest {

  private static final int ROUNDS = 60_000;
  private static final long SEED = Long.getLong("zeroflow.test.seed", 7);

  /** A good line of every kind with every option, so that none is left out. */
  private static final List<String> LINES = StrategyLines.all().toList();

  private static final String[] PIECES = {
    "zo-sgd",
    "zo-adam",
    "(",
    ")",
    ",",
    "=",
    " ",
    "\t",
    "\n",
    "lr",
    "eps",
    "q",
    "beta1",
    "momentum",
    "weight-decay",
    "delta",
    "hybrid",
    "first",
    "cosine(1e-3, 5)",
    "sparsity",
    "1",
    "0",
    "-",
    "+",
    ".",
    "e",
    "E-",
    "99999999999",
    "1e-3",
    "NaN",
    "Infinity",
    "0x1p3",
    "1f",
    "%s",
    "%n",
    "$1",
    "\\",
    "'",
    "\"",
    "\u0000",
    "\u00A0",
    "ε",
    "😀",
    "٣"
  };

  /** Whatever is typed, the only answers are a strategy that reads back, or a message. */
  @Test
  void onlyAStrategyExceptionEscapes() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String line = random.nextBoolean() ? pieces(random) : mutated(random);
      try {
        Strategy strategy = Strategy.parse(line);
        assertThat(Strategy.parse(strategy.toString()))
            .as("seed %d, line '%s'", SEED, line)
            .isEqualTo(strategy);
        read++;
      } catch (StrategyException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (AssertionError e) {
        throw e;
      } catch (RuntimeException | Error e) {
        fail("seed %d, line '%s'".formatted(SEED, line), e);
      }
    }
    assertThat(read).as("some lines must be good, or the fuzz tests nothing").isGreaterThan(300);
  }

  /** Neither a deep nor a long line may cost the stack, or time beyond its length. */
  @Test
  void linesThatGrowWithoutEndAreRefused() {
    for (String unit : List.of("(", "a(", "a(a=", "a=", ",", "9", "1e", " ", "-", "a")) {
      for (int times : new int[] {5, 100, 1900 / unit.length(), 1_000_000}) {
        for (String line :
            List.of(
                unit.repeat(times),
                unit.repeat(times) + ")".repeat(times),
                "zo-sgd(lr=" + unit.repeat(times) + ")",
                "hybrid(first=" + unit.repeat(times) + ")")) {
          assertThatThrownBy(() -> Strategy.parse(line))
              .as("%d times '%s'", times, unit)
              .isInstanceOf(StrategyException.class);
        }
      }
    }
  }

  private static String pieces(Random random) {
    StringBuilder line = new StringBuilder();
    for (int n = random.nextInt(12); n >= 0; n--) {
      line.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return line.toString();
  }

  private static String mutated(Random random) {
    StringBuilder line =
        new StringBuilder(
            random.nextInt(4) == 0
                ? "hybrid(first=zo-adam(lr=cosine(1e-3, 9), q=4, beta1=0.75))"
                : LINES.get(random.nextInt(LINES.size())));
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(line.length());
      switch (random.nextInt(3)) {
        case 0 -> line.deleteCharAt(at);
        case 1 -> line.insert(at, PIECES[random.nextInt(PIECES.length)]);
        default -> line.setCharAt(at, (char) random.nextInt(128));
      }
    }
    return line.toString();
  }
}
