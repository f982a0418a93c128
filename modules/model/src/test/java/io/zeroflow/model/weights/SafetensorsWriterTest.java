package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

  @TempDir Path folder;

  /** Read by hand, from the format's description. */
  @Test
  void aSliceIsATensorOfItsShapeAndValues() throws Exception {
    Theta theta = Theta.allocate(100);
    theta.append(new SliceSpec("adapter/down", List.of(3, 4), new Init.Uniform(1)), 1);
    theta.append(new SliceSpec("head/größe 🐈", List.of(5), new Init.Uniform(1)), 2);
    Path file = folder.resolve("weights.safetensors");

    SafetensorsWriter.write(file, theta, Map.of("step", "7"));
    SafetensorsWriter.write(file, theta, Map.of("step", "8")); // over one that is there

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong(0);
    assertThat((8 + length) % 8).isZero();
    var header =
        new ObjectMapper().readTree(new String(bytes.array(), 8, length, StandardCharsets.UTF_8));
    assertThat(header.at("/__metadata__/step").asText()).isEqualTo("8");
    assertThat(header.get("adapter/down").toString())
        .contains("\"dtype\":\"F32\"", "\"shape\":[3,4]", "\"data_offsets\":[0,48]");
    assertThat(header.get("head/größe 🐈").toString())
        .contains("\"shape\":[5]", "\"data_offsets\":[48,68]");
    assertThat(bytes.capacity()).isEqualTo(8 + length + 4 * 17);
    for (int i = 0; i < theta.size(); i++) {
      assertThat(bytes.getFloat(8 + length + 4 * i)).isEqualTo(theta.get(i));
    }
    try (var names = Files.list(folder)) {
      assertThat(names).containsExactly(file);
    }
  }
}
