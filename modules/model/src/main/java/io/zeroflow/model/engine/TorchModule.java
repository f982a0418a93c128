package io.zeroflow.model.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Theta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A stateless TorchScript module written from Java, with the frozen tensors that its methods take.
 * Methods run in inference mode: no graph, no activation is kept, intermediates are freed as they
 * die. Only {@link #gradient} and {@link #slope} leave it. Several threads may call at once.
 */
public final class TorchModule implements AutoCloseable {

  private static final int LOOKS = 11;

  /** What a closing module grants the calls in work. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final Device device;
  private final NativePool pool = new NativePool();

  /** Held by calls for reading: what they use is freed after the last of them. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  private TorchModule(PtNDManager manager, PtSymbolBlock block, Device device) {
    this.manager = manager;
    this.block = block;
    this.device = device;
  }

  /**
   * Compiles a module.
   *
   * @param methods TorchScript source of its methods, each indented by two spaces
   */
  public static TorchModule compile(String name, String methods, Device device) {
    DeviceChoice.engine();
    TorchThread.prepare();
    PtNDManager manager = (PtNDManager) DeviceChoice.engine().newBaseManager(device);
    byte[] archive = ScriptArchive.of(name, methods);
    try (EngineGate.Passage _ = EngineGate.process().compute();
        var in = new ByteArrayInputStream(archive)) {
      return new TorchModule(manager, JniUtils.loadModule(manager, in, false, false), device);
    } catch (IOException e) {
      throw new IllegalStateException("a module in memory cannot be read", e);
    }
  }

  /** Where it runs. */
  public Device device() {
    return device;
  }

  /** Memory for tensors that one thread makes and frees. */
  @SuppressWarnings("MustBeClosedChecker") // the scope closes its arena
  public TensorScope newScope() {
    Arena arena = Arena.ofConfined();
    return new TensorScope((PtNDManager) manager.newSubManager(device), arena, arena::close);
  }

  /** Memory for tensors that live as long as the module; any thread may close it. */
  @SuppressWarnings("MustBeClosedChecker") // the scope closes its arena
  public TensorScope newSharedScope() {
    Arena arena = Arena.ofShared();
    return new TensorScope((PtNDManager) manager.newSubManager(device), arena, arena::close);
  }

  /** Memory for tensors that come and go and pass from thread to thread; any one may close it. */
  public TensorScope newPooledScope() {
    NativePool.Lease lease = pool.lease();
    return new TensorScope((PtNDManager) manager.newSubManager(device), lease, lease::close);
  }

  /**
   * Tensors with one owner, freed together, their memory with them: waiting for the garbage
   * collector to find direct buffers would let gigabytes pile up.
   */
  public static final class TensorScope implements AutoCloseable {

    private static final int ALIGNMENT = 64;

    private final PtNDManager scope;
    private final SegmentAllocator memory;
    private final Runnable release;

    private TensorScope(PtNDManager scope, SegmentAllocator memory, Runnable release) {
      this.scope = scope;
      this.memory = memory;
      this.release = release;
    }

    /** A copy of {@code values} in a shape. */
    public Tensor floats(float[] values, long... shape) {
      return floats(List.of(values), shape);
    }

    /** A copy of arrays behind one another, in the shape of the whole. */
    public Tensor floats(List<float[]> parts, long... shape) {
      Shape whole = new Shape(shape);
      MemorySegment memory = this.memory.allocate(whole.size() * Float.BYTES, ALIGNMENT);
      long at = 0;
      for (float[] part : parts) {
        MemorySegment.copy(part, 0, memory, ValueLayout.JAVA_FLOAT, at, part.length);
        at += (long) part.length * Float.BYTES;
      }
      return tensor(memory.asByteBuffer(), whole, DataType.FLOAT32);
    }

    /** A copy of whole numbers in a shape. */
    public Tensor longs(long[] values, long... shape) {
      MemorySegment memory = this.memory.allocate((long) values.length * Long.BYTES, ALIGNMENT);
      MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_LONG, 0, values.length);
      return tensor(memory.asByteBuffer(), new Shape(shape), DataType.INT64);
    }

    /** θ itself on a CPU: the tensor reads its memory in place. Uploaded on a GPU. */
    Tensor alias(Theta theta) {
      return tensor(theta.buffer(), new Shape(theta.size()), DataType.FLOAT32);
    }

    /** Several points as the rows of a matrix [candidates, d], each written into {@code work}. */
    public Tensor stacked(List<Candidate> candidates, Theta work) {
      int d = candidates.getFirst().centre().size();
      long row = (long) d * Float.BYTES;
      MemorySegment memory = this.memory.allocate(candidates.size() * row, ALIGNMENT);
      for (int i = 0; i < candidates.size(); i++) {
        candidates.get(i).writeTo(work);
        memory.asSlice(i * row, row).copyFrom(MemorySegment.ofBuffer(work.buffer()));
      }
      return tensor(memory.asByteBuffer(), new Shape(candidates.size(), d), DataType.FLOAT32);
    }

    /** The same memory as a tensor that takes a gradient. */
    private Tensor leaf(Tensor frozen) {
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        PtNDArray leaf = (PtNDArray) frozen.array.stopGradient();
        leaf.attach(scope);
        leaf.setName(frozen.array.getName());
        JniUtils.attachGradient(leaf, true);
        return new Tensor(leaf);
      }
    }

    private Tensor tensor(ByteBuffer direct, Shape shape, DataType type) {
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        return new Tensor(scope.create(direct.order(ByteOrder.nativeOrder()), shape, type));
      }
    }

    @Override
    public void close() {
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        scope.close();
      }
      release.run();
    }
  }

  /** A native tensor, owned by the scope that made it. */
  public static final class Tensor {
    private final PtNDArray array;

    /** Marks it as one of the frozen tensors, which methods take as a list. */
    public Tensor frozen() {
      array.setName("frozen[]");
      return this;
    }

    /** Elements. */
    public long size() {
      return array.size();
    }

    private Tensor(PtNDArray array) {
      this.array = array;
    }
  }

  /** A float result: its shape and its values in row-major order. */
  @SuppressWarnings("ArrayRecordComponent") // handed over to the caller
  public record Result(long[] shape, float[] values) {}

  /** A thread's time in a method of the module. */
  private interface Call extends AutoCloseable {
    @Override
    void close();
  }

  /** Makes the calling thread ready, and keeps module and process from ending meanwhile. */
  private Call call() {
    TorchThread.prepare();
    EngineGate.Passage passage = EngineGate.process().compute();
    open.readLock().lock();
    Call call =
        () -> {
          open.readLock().unlock();
          passage.close();
        };
    if (closed) {
      call.close();
      throw new IllegalStateException("the network is closed");
    }
    return call;
  }

  /**
   * Calls a method whose first argument is θ.
   *
   * @param frozen passed as a list of tensors
   * @return the tensors that it gives, one or a tuple
   */
  public List<Result> call(
      String method, Theta theta, List<Tensor> arguments, List<Tensor> frozen) {
    try (Call _ = call();
        TensorScope scope = newScope()) {
      List<Tensor> all = new ArrayList<>(arguments.size() + 1);
      all.add(scope.alias(theta));
      all.addAll(arguments);
      return run(scope, method, all, frozen);
    }
  }

  /** Calls a method that does not depend on θ. */
  public List<Result> call(String method, List<Tensor> arguments, List<Tensor> frozen) {
    try (Call _ = call();
        TensorScope scope = newScope()) {
      return run(scope, method, arguments, frozen);
    }
  }

  /**
   * Calls a method that gives a loss, and differentiates it by θ backwards.
   *
   * @param gradient takes the shape of θ and the gradient
   * @return the loss
   */
  public double gradient(
      String method, Theta theta, List<Tensor> arguments, List<Tensor> frozen, Theta gradient) {
    return overGraph(
        method,
        theta,
        arguments,
        frozen,
        (scope, leaf, loss) -> {
          JniUtils.backward(loss, (PtNDArray) scope.scope.create(1f), false, false);
          float[] values = JniUtils.getGradient(leaf.array).toFloatArray();
          gradient.shapeLike(theta);
          gradient.write(0, values, values.length);
          return (double) loss.toFloatArray()[0];
        });
  }

  /**
   * What {@link #gradient} does, and by every frozen tensor that the loss depends on as well; those
   * gradients are let go. It is what training all of a network would cost.
   *
   * @return the loss
   */
  public double gradientOfAll(
      String method, Theta theta, List<Tensor> arguments, List<Tensor> frozen) {
    try (Call _ = call();
        TensorScope leaves = newScope()) {
      List<Tensor> trained = frozen.stream().map(leaves::leaf).toList();
      Theta gradient = Theta.allocate(theta.capacity());
      return gradient(method, theta, arguments, trained, gradient);
    }
  }

  /** What is done with a loss while the graph that it came from is held. */
  @FunctionalInterface
  private interface Use<T> {
    T of(TensorScope scope, Tensor theta, PtNDArray loss);
  }

  private <T> T overGraph(
      String method, Theta theta, List<Tensor> arguments, List<Tensor> frozen, Use<T> use) {
    try (Call _ = call();
        TensorScope scope = newScope()) {
      Tensor leaf = scope.alias(theta);
      JniUtils.attachGradient(leaf.array, true);
      List<Tensor> all = new ArrayList<>(arguments);
      all.addFirst(leaf);
      JniUtils.setGradMode(true);
      try (NDList result = train(scope, method, all, frozen)) {
        return use.of(scope, leaf, (PtNDArray) result.singletonOrThrow());
      } finally {
        JniUtils.setGradMode(false);
      }
    }
  }

  /**
   * Bytes that {@link #gradient} holds between its two passes: what was kept on the way forward for
   * the way back. Other threads, such as the JVM's compilers, take and free memory meanwhile: of a
   * few forward passes the two count that agree best.
   *
   * @return nothing where it cannot be told: on a GPU, or without glibc
   */
  public OptionalLong activations(
      String method, Theta theta, List<Tensor> arguments, List<Tensor> frozen) {
    if (device.isGpu() || !NativeHeap.known()) {
      return OptionalLong.empty();
    }
    long[] held = new long[LOOKS];
    for (int i = 0; i < held.length; i++) {
      long before = NativeHeap.bytesInUse();
      held[i] =
          overGraph(
              method,
              theta,
              arguments,
              frozen,
              (scope, leaf, loss) -> NativeHeap.bytesInUse() - before);
    }
    Arrays.sort(held);
    int closest = 0;
    for (int i = 1; i < held.length - 1; i++) {
      if (held[i + 1] - held[i] < held[closest + 1] - held[closest]) {
        closest = i;
      }
    }
    return OptionalLong.of(Math.max(0, held[closest]));
  }

  /**
   * Calls a method whose first two arguments are θ and a direction, and which gives a loss and its
   * derivative along it by forward-mode differentiation.
   */
  public Slope slope(
      String method, Theta theta, Theta direction, List<Tensor> arguments, List<Tensor> frozen) {
    try (Call _ = call();
        TensorScope scope = newScope()) {
      List<Tensor> all = new ArrayList<>(List.of(scope.alias(theta), scope.alias(direction)));
      all.addAll(arguments);
      return ForwardMode.on(
          () -> {
            try (NDList result = train(scope, method, all, frozen)) {
              return new Slope(result.get(0).toFloatArray()[0], result.get(1).toFloatArray()[0]);
            }
          });
    }
  }

  /** A call outside of inference mode, whose tensors remember how they were made. */
  private NDList train(
      TensorScope scope, String method, List<Tensor> arguments, List<Tensor> frozen) {
    NDList inputs = new NDList();
    arguments.forEach(argument -> inputs.add(argument.array));
    frozen.forEach(tensor -> inputs.add(tensor.array));
    NDArray name = scope.scope.create(0f);
    name.setName("module_method:" + method); // how the engine is told which method is meant
    inputs.add(name);
    return IValueUtils.forward(block, inputs, true);
  }

  private List<Result> run(
      TensorScope scope, String method, List<Tensor> arguments, List<Tensor> frozen) {
    List<IValue> owned = new ArrayList<>(arguments.size() + 1);
    try {
      for (Tensor argument : arguments) {
        owned.add(IValue.from(argument.array));
      }
      owned.add(IValue.listFrom(frozen.stream().map(t -> t.array).toArray(PtNDArray[]::new)));
      try (IValue result = IValueUtils.runMethod(block, method, owned.toArray(IValue[]::new))) {
        return results(result, scope.scope);
      }
    } finally {
      owned.forEach(IValue::close);
    }
  }

  private static List<Result> results(IValue value, PtNDManager scope) {
    if (value.isTensor()) {
      return List.of(result(value.toTensor(scope)));
    }
    List<Result> results = new ArrayList<>();
    for (IValue part : value.toIValueTuple()) {
      try (part) {
        results.add(result(part.toTensor(scope)));
      }
    }
    return results;
  }

  private static Result result(NDArray array) {
    return new Result(array.getShape().getShape(), array.toFloatArray());
  }

  /** As {@link #close(Runnable)}, with nothing else to free. */
  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * Frees it once no call is in work. A call that does not end is left alone, and so is all that it
   * uses.
   *
   * @param also frees what calls are given, such as the frozen tensors
   */
  public void close(Runnable also) {
    try {
      if (!open.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
      if (!closed) {
        closed = true;
        also.run();
        block.close();
        manager.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
