package io.zeroflow.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveViewTest {

  private static final String WORDS =
      "Avg 61.2  Last 50.1  Fgt 12.0  task-10  step 123,456  loss 0.123  12,345/s";

  /** The library's bar left no room for them at 80 columns. */
  @Test
  void aNarrowTerminalShowsTheAccuracy() {
    assertThat(LiveView.rendered(0.456, WORDS, 80))
        .startsWith(" 46 %  Avg 61.2  Last 50.1  Fgt 12.0")
        .hasSizeLessThanOrEqualTo(80);
    assertThat(LiveView.rendered(0.456, WORDS, 40)).hasSize(40).contains("Fgt 12.0");
  }

  @Test
  void aWideOneHasRoomForABar() {
    assertThat(LiveView.rendered(0.5, WORDS, 120))
        .hasSize(120)
        .contains(WORDS, "=   ")
        .endsWith(" ]");
    assertThat(LiveView.rendered(1.2, WORDS, 120)).endsWith("=]");
  }
}
