package io.zeroflow.journal.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.journal.JournalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalReaderTest {

  @Test
  void aBrokerThatDoesNotAnswerIsNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      Map<String, Object> client =
          Map.of("bootstrap.servers", address, "default.api.timeout.ms", 300);
      try (JournalReader reader = new JournalReader(client, "a.journal", "m")) {
        assertThatThrownBy(reader::end)
            .isInstanceOf(JournalException.class)
            .hasMessageContainingAll(address, "a.journal");
        assertThatThrownBy(reader::position)
            .isInstanceOf(JournalException.class)
            .hasMessageContainingAll(address, "a.journal");
      }
    }
  }
}
