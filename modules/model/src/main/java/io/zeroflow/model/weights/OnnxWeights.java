package io.zeroflow.model.weights;

import com.google.protobuf.CodedInputStream;
import io.zeroflow.model.weights.onnx.GraphProto;
import io.zeroflow.model.weights.onnx.ModelProto;
import io.zeroflow.model.weights.onnx.NodeProto;
import io.zeroflow.model.weights.onnx.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Float32 initializers of an ONNX graph, by name and by the order of the nodes that use them. */
public final class OnnxWeights {

  private static final int FLOAT32 = 1;

  private final String source;
  private final GraphProto graph;
  private final Map<String, TensorProto> tensors = new HashMap<>();

  private OnnxWeights(String source, GraphProto graph) {
    this.source = source;
    this.graph = graph;
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
  }

  /**
   * Reads a file from the class path.
   *
   * @throws WeightsException if it is not there or not ONNX
   */
  public static OnnxWeights resource(String name) {
    try (InputStream in = OnnxWeights.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new WeightsException("weights " + name + " are not on the class path");
      }
      return read(in, name);
    } catch (IOException e) {
      throw new WeightsException(
          "weights %s are not an ONNX file: %s".formatted(name, e.getMessage()));
    }
  }

  /** Reads a stream to its end; the source names it in messages. */
  static OnnxWeights read(InputStream in, String source) throws IOException {
    CodedInputStream coded = CodedInputStream.newInstance(in, 1 << 16);
    coded.setSizeLimit(Integer.MAX_VALUE);
    return new OnnxWeights(source, ModelProto.parseFrom(coded).getGraph());
  }

  /**
   * Values of a tensor in row-major order.
   *
   * @param shape that it must have
   * @throws WeightsException if it is missing, of another shape or not float32
   */
  public float[] floats(String name, int... shape) {
    TensorProto tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightsException("%s has no tensor '%s'".formatted(source, name));
    }
    long[] expected = Arrays.stream(shape).asLongStream().toArray();
    long[] found = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (!Arrays.equals(expected, found)
        || tensor.getDataType() != FLOAT32
        || tensor.getRawData().size() != length * Float.BYTES) {
      throw new WeightsException(
          "%s: tensor '%s' has shape %s, type %d and %d bytes; expected float32 of shape %s"
              .formatted(
                  source,
                  name,
                  Arrays.toString(found),
                  tensor.getDataType(),
                  tensor.getRawData().size(),
                  Arrays.toString(expected)));
    }
    FloatBuffer values =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] copy = new float[length];
    values.get(copy);
    return copy;
  }

  /** Names of two-dimensional weights that matrix products use, in node order. */
  public List<String> matrixProducts() {
    return graph.getNodeList().stream()
        .filter(node -> node.getOpType().equals("MatMul"))
        .map(NodeProto::getInputList)
        .flatMap(List::stream)
        .filter(name -> tensors.containsKey(name) && dimensions(name) == 2)
        .toList();
  }

  private int dimensions(String name) {
    TensorProto tensor = tensors.get(name);
    return tensor == null ? 0 : tensor.getDimsCount();
  }
}
