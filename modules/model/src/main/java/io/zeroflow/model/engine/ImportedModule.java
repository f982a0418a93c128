package io.zeroflow.model.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript module that somebody else wrote, with parameters of its own that are written in
 * place. Its parameters are shared by all who call it, so it belongs to one thread at a time.
 */
public final class ImportedModule implements AutoCloseable {

  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private ImportedModule(PtNDManager manager, PtSymbolBlock block) {
    this.manager = manager;
    this.block = block;
    for (NDArray array : JniUtils.moduleGetParams(block, manager)) {
      if (array.getDataType() == DataType.FLOAT32) {
        parameters.put(array.getName(), new Parameter(array));
      }
    }
  }

  /**
   * Loads a module. TorchScript is code: the caller has made sure that it is to be trusted.
   *
   * @param archive the whole file, as {@code torch.jit.save} writes it
   * @throws IllegalArgumentException if it is no TorchScript module
   */
  public static ImportedModule load(byte[] archive, Device device) {
    DeviceChoice.engine();
    TorchThread.prepare();
    PtNDManager manager = (PtNDManager) DeviceChoice.engine().newBaseManager(device);
    try (EngineGate.Passage _ = EngineGate.process().compute();
        var in = new ByteArrayInputStream(archive)) {
      PtSymbolBlock block = JniUtils.loadModule(manager, in, false, false);
      block.freezeParameters(true);
      return new ImportedModule(manager, block);
    } catch (EngineException e) {
      manager.close();
      throw new IllegalArgumentException("it is no TorchScript module: " + firstLine(e), e);
    } catch (IOException e) {
      manager.close();
      throw new IllegalStateException("a module in memory cannot be read", e);
    }
  }

  private static String firstLine(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * One of {@link #parameters}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "no parameter is named '%s'; there are %s".formatted(name, parameters.keySet()));
    }
    return parameter;
  }

  /** Its float32 parameters by the names of the file, in its order. */
  public Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** A tensor of the module, [shape], to be read and written in place. */
  public static final class Parameter {
    private final NDArray array;

    private Parameter(NDArray array) {
      this.array = array;
    }

    /** Its dimensions; a scalar has one of 1. */
    public List<Integer> shape() {
      long[] shape = array.getShape().getShape();
      return shape.length == 0
          ? List.of(1)
          : Arrays.stream(shape).mapToInt(Math::toIntExact).boxed().toList();
    }

    /** A copy of its values in row-major order. */
    public float[] values() {
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        return array.toFloatArray();
      }
    }

    /** Writes all of its values, in row-major order. */
    public void write(float[] values) {
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        if (array.getDevice().isGpu()) {
          array.set(FloatBuffer.wrap(values));
        } else {
          array
              .toByteBuffer(true) // the tensor's own memory
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer()
              .put(values);
        }
      }
    }
  }

  /**
   * Runs {@code forward} on one batch.
   *
   * @param inputs each in row-major order
   * @param shape of one input
   * @return [batch][width]
   * @throws IllegalArgumentException if it takes no such input, or does not give [batch, width]
   */
  public float[][] forward(List<float[]> inputs, List<Integer> shape) {
    TorchThread.prepare();
    long[] whole = new long[shape.size() + 1];
    whole[0] = inputs.size();
    for (int i = 0; i < shape.size(); i++) {
      whole[i + 1] = shape.get(i);
    }
    try (EngineGate.Passage _ = EngineGate.process().compute();
        PtNDManager scope = (PtNDManager) manager.newSubManager()) {
      NDArray x = scope.create(concatenated(inputs), new Shape(whole));
      NDArray y = IValueUtils.forward(block, new NDList(x), false).singletonOrThrow();
      try (y) {
        long[] given = y.getShape().getShape();
        if (given.length != 2 || given[0] != inputs.size() || given[1] < 1) {
          throw new IllegalArgumentException(
              "its forward gives %s for inputs of %s; expected [batch, width]"
                  .formatted(Arrays.toString(given), Arrays.toString(whole)));
        }
        return rows(y.toFloatArray(), inputs.size());
      }
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          "its forward takes no input of shape %s: %s"
              .formatted(Arrays.toString(whole), firstLine(e)),
          e);
    }
  }

  private static float[] concatenated(List<float[]> parts) {
    int each = parts.getFirst().length;
    float[] whole = new float[each * parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, whole, i * each, each);
    }
    return whole;
  }

  private static float[][] rows(float[] values, int n) {
    int width = values.length / n;
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
      block.close();
      manager.close();
    }
  }
}
