package io.zeroflow.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.journal.Consumed;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.SourceStart.Range;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceStartTest {

  private static SourceStart start(
      Range range, Map<Integer, Long> positions, Map<Integer, Long> task, int remember) {
    return SourceStart.of("tasks", Map.of(0, range), positions, task, remember);
  }

  @Test
  void aNewModelStartsAtTheFirstRecordThatThereIs() {
    // Its first record consumed what the topic no longer had.
    SourceStart start = start(new Range(40, 90), Map.of(0, 40L), Map.of(), 1000);
    assertThat(start.read()).containsExactly(Map.entry(0, 40L));
    assertThat(start.learned()).containsExactly(Map.entry(0, 40L));
    assertThat(start.lost()).isEmpty();
  }

  @Test
  void theRunningTaskIsReadAgain() {
    SourceStart start = start(new Range(0, 90), Map.of(0, 70L), Map.of(0, 50L), 1000);
    assertThat(start.read()).containsExactly(Map.entry(0, 50L));
    assertThat(start.learned()).containsExactly(Map.entry(0, 70L));
  }

  /** The first task begins before any record is consumed. */
  @Test
  void soIsTheFirstOne() {
    assertThat(start(new Range(5, 90), Map.of(0, 70L), Map.of(), 1000).read())
        .containsExactly(Map.entry(0, 5L));
  }

  @Test
  void butNoMoreThanTheTopicHasOrTheSettingsSay() {
    assertThat(start(new Range(60, 90), Map.of(0, 70L), Map.of(0, 50L), 1000).read())
        .containsExactly(Map.entry(0, 60L));
    assertThat(start(new Range(0, 90), Map.of(0, 70L), Map.of(0, 50L), 5).read())
        .containsExactly(Map.entry(0, 65L));
    assertThat(start(new Range(0, 90), Map.of(0, 70L), Map.of(0, 50L), 0).read())
        .containsExactly(Map.entry(0, 70L));
  }

  @Test
  void whatTheTopicDroppedBeforeItWasLearnedIsLost() {
    SourceStart start = start(new Range(80, 90), Map.of(0, 70L), Map.of(0, 50L), 1000);
    assertThat(start.lost()).containsExactly(new Consumed(0, 70, 80));
    assertThat(start.learned()).containsExactly(Map.entry(0, 80L));
    assertThat(start.read()).containsExactly(Map.entry(0, 80L));
  }

  /** Nothing was consumed of it: it was added, and nobody looked, or it was only ever lost. */
  @Test
  void aPartitionWithoutAPositionIsDueFromItsFirstRecord() {
    assertThat(start(new Range(0, 90), Map.of(), Map.of(), 1000).lost()).isEmpty();
    SourceStart start = start(new Range(40, 90), Map.of(), Map.of(), 1000);
    assertThat(start.lost()).containsExactly(new Consumed(0, 0, 40));
    assertThat(start.learned()).containsExactly(Map.entry(0, 40L));
  }

  @Test
  void aTopicThatEndsBeforeWhatWasLearnedIsAnother() {
    assertThatThrownBy(() -> start(new Range(0, 60), Map.of(0, 70L), Map.of(), 1000))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("partition 0 of tasks ends at offset 60")
        .hasMessageContaining("up to 70")
        .hasMessageContaining("zeroflow.model.id");
  }
}
