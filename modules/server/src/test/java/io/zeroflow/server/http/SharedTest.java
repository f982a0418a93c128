package io.zeroflow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The same work, asked for by many, is done once. */
class SharedTest {

  private final List<CompletableFuture<String>> work = new ArrayList<>();

  private Shared<String> shared(Duration fresh) {
    return new Shared<>(
        fresh,
        () -> {
          work.add(new CompletableFuture<>());
          return work.getLast();
        });
  }

  @Test
  void whoAsksMeanwhileGetsTheSame() {
    Shared<String> shared = shared(Duration.ZERO);
    List<CompletionStage<String>> asked = List.of(shared.get(), shared.get(), shared.get());
    assertThat(work).hasSize(1);
    work.getFirst().complete("first");
    assertThat(asked).allSatisfy(stage -> assertThat(stage).isCompletedWithValue("first"));
    shared.get();
    assertThat(work).hasSize(2);
  }

  @Test
  void anAnswerHoldsForAWhile() {
    Shared<String> shared = shared(Duration.ofHours(1));
    shared.get();
    work.getFirst().complete("first");
    assertThat(shared.get()).isCompletedWithValue("first");
    assertThat(work).hasSize(1);
  }

  @Test
  void aFailureHoldsForNobodyElse() {
    Shared<String> shared = shared(Duration.ofHours(1));
    CompletionStage<String> first = shared.get();
    work.getFirst().completeExceptionally(new IllegalStateException("away"));
    assertThat(first.toCompletableFuture()).isCompletedExceptionally();
    CompletionStage<String> second = shared.get();
    work.getLast().complete("back");
    assertThat(second).isCompletedWithValue("back");
  }
}
