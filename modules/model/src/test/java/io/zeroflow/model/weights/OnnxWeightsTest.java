package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.zeroflow.model.weights.onnx.GraphProto;
import io.zeroflow.model.weights.onnx.ModelProto;
import io.zeroflow.model.weights.onnx.NodeProto;
import io.zeroflow.model.weights.onnx.TensorProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OnnxWeightsTest {

  private static TensorProto tensor(String name, int type, List<Long> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type)
        .addAllDims(shape)
        .setRawData(ByteString.copyFrom(bytes.array()))
        .build();
  }

  private static NodeProto product(String left, String right) {
    return NodeProto.newBuilder().setOpType("MatMul").addInput(left).addInput(right).build();
  }

  private static OnnxWeights file() throws IOException {
    GraphProto graph =
        GraphProto.newBuilder()
            .addInitializer(tensor("late", 1, List.of(1L, 2L), 5f, 6f))
            .addInitializer(tensor("early", 1, List.of(2L, 1L), 7f, 8f))
            .addInitializer(tensor("bias", 1, List.of(2L), 1f, 2f))
            .addInitializer(tensor("ids", 7, List.of(1L), 0f, 0f))
            .addInitializer(tensor("short", 1, List.of(3L), 0f))
            .addNode(product("x", "early"))
            .addNode(product("scores", "values"))
            .addNode(product("x", "late"))
            .build();
    byte[] bytes = ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    return OnnxWeights.read(new ByteArrayInputStream(bytes), "test.onnx");
  }

  @Test
  void valuesComeInRowMajorOrder() throws IOException {
    assertThat(file().floats("bias", 2)).containsExactly(1, 2);
    assertThat(file().floats("late", 1, 2)).containsExactly(5, 6);
  }

  @Test
  void matrixProductsComeInTheOrderOfTheirNodes() throws IOException {
    assertThat(file().matrixProducts()).containsExactly("early", "late");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws IOException {
    OnnxWeights file = file();
    assertThatThrownBy(() -> file.floats("gain", 2))
        .isInstanceOf(WeightsException.class)
        .hasMessage("test.onnx has no tensor 'gain'");
    assertThatThrownBy(() -> file.floats("bias", 4, 2))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("'bias' has shape [2]")
        .hasMessageContaining("expected float32 of shape [4, 2]");
    assertThatThrownBy(() -> file.floats("ids", 1))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("type 7");
    assertThatThrownBy(() -> file.floats("short", 3))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("4 bytes");
  }

  @Test
  void aFileThatIsNotOnnxIsRefused() {
    assertThatThrownBy(() -> OnnxWeights.resource("no-such.onnx"))
        .isInstanceOf(WeightsException.class)
        .hasMessage("weights no-such.onnx are not on the class path");
    assertThatThrownBy(() -> OnnxWeights.resource("minilm-reference.txt"))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("weights minilm-reference.txt are not an ONNX file: ");
  }

  @Test
  void aFileThatWasCutShortIsRefused() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      byte[] start = Objects.requireNonNull(in).readNBytes(1 << 20);
      assertThatThrownBy(() -> OnnxWeights.read(new ByteArrayInputStream(start), "cut.onnx"))
          .isInstanceOf(IOException.class);
    }
    byte[] text = "not a protocol buffer".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> OnnxWeights.read(new ByteArrayInputStream(text), "text"))
        .isInstanceOf(IOException.class);
  }
}
