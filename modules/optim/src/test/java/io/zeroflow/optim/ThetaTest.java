package io.zeroflow.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.noise.GaussianNoise;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThetaTest {

  private static Theta uniform(int d) {
    Theta theta = Theta.allocate(d);
    theta.append(new SliceSpec("w", List.of(d), new Init.Uniform(1)), 11);
    return theta;
  }

  @Test
  void appendsSlicesOneAfterTheOther() {
    Theta theta = Theta.allocate(20);
    Slice first = theta.append(SliceSpec.zeros("down", 2, 3), 1);
    Slice second = theta.append(new SliceSpec("up", List.of(4), new Init.Uniform(0.5f)), 1);

    assertThat(first).isEqualTo(new Slice("down", 0, List.of(2, 3)));
    assertThat(second).isEqualTo(new Slice("up", 6, List.of(4)));
    assertThat(second.end()).isEqualTo(10);
    assertThat(theta.size()).isEqualTo(10);
    assertThat(theta.slices().keySet()).containsExactly("down", "up");
    assertThat(theta.slice("up")).isEqualTo(second);
    for (int i = 0; i < 6; i++) {
      assertThat(theta.get(i)).isZero();
    }
    for (int i = 6; i < 10; i++) {
      assertThat(theta.get(i)).isEqualTo(new Init.Uniform(0.5f).at(1, i)).isNotZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {6, Integer.MAX_VALUE})
  void refusesASliceThatDoesNotFitAndStaysAsItIs(int length) {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 5), 1);
    assertThatThrownBy(() -> theta.append(SliceSpec.zeros("b", length), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("slice b of %d floats does not fit: θ holds 5 of at most 10".formatted(length));
    assertThat(theta.size()).isEqualTo(5);
    assertThat(theta.slices()).containsOnlyKeys("a");
    theta.append(SliceSpec.zeros("b", 5), 1);
  }

  @Test
  void refusesATakenNameAndStaysAsItIs() {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 5), 1);
    assertThatThrownBy(() -> theta.append(SliceSpec.zeros("a", 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("θ already has a slice 'a'");
    assertThat(theta.size()).isEqualTo(5);
    assertThat(theta.slice("a").length()).isEqualTo(5);
  }

  @Test
  void namesTheSlicesItHasWhenAskedForAnother() {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 5), 1);
    assertThatThrownBy(() -> theta.slice("b")).hasMessage("θ has no slice 'b'; it has [a]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1 << 29, Integer.MAX_VALUE})
  void refusesACapacityThatNoBufferCanHave(int capacity) {
    assertThatThrownBy(() -> Theta.allocate(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity of θ is %d; it must be from 1 to 536869888".formatted(capacity));
  }

  @Test
  void checksIndicesAgainstTheCoordinatesInUse() {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 5), 1);
    assertThatThrownBy(() -> theta.get(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> theta.set(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> theta.read(3, new float[9], 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> theta.write(3, new float[9], 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000, 100_001})
  void alignsItsMemory(int capacity) {
    ByteBuffer buffer = uniform(capacity).buffer();
    assertThat(MemorySegment.ofBuffer(buffer).address() % 64).isZero();
  }

  @Test
  void bufferIsTheMemoryItself() {
    Theta theta = uniform(9);
    ByteBuffer buffer = theta.buffer();
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(buffer.remaining()).isEqualTo(9 * Float.BYTES);
    theta.set(4, 42);
    assertThat(buffer.getFloat(4 * Float.BYTES)).isEqualTo(42);
    buffer.putFloat(5 * Float.BYTES, -1);
    assertThat(theta.get(5)).isEqualTo(-1);
  }

  @Test
  void hashesTheLittleEndianBytesInUse() throws Exception {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 2), 1);
    theta.set(0, 1); // 0x3F800000
    theta.set(1, -0f); // 0x80000000
    byte[] bytes = {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0x80};
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(theta.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void copyHasTheSameContentAndGoesItsOwnWay() {
    Theta theta = Theta.allocate(20);
    theta.append(new SliceSpec("a", List.of(5), new Init.Uniform(1)), 1);
    Theta copy = theta.copy();
    assertThat(copy.sha256()).isEqualTo(theta.sha256());
    assertThat(copy.slices()).isEqualTo(theta.slices());
    assertThat(copy.capacity()).isEqualTo(20);

    String before = theta.sha256();
    copy.set(0, 9);
    copy.append(SliceSpec.zeros("b", 5), 1);
    assertThat(theta.sha256()).isEqualTo(before);
    assertThat(theta.slices()).containsOnlyKeys("a");
  }

  @Test
  void copyFromTakesOverSlicesOfAnotherLineageOfTheSameSize() {
    Theta theta = Theta.allocate(10);
    theta.append(SliceSpec.zeros("a", 2, 2), 1);
    Theta other = Theta.allocate(10);
    other.append(new SliceSpec("b", List.of(4), new Init.Uniform(1)), 1);
    theta.copyFrom(other);
    assertThat(theta.slices()).isEqualTo(other.slices());
    assertThat(theta.sha256()).isEqualTo(other.sha256());
  }

  @Test
  void copyFromRefusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Theta.allocate(3).copyFrom(uniform(4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("θ of 4 floats does not fit into capacity 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 3000})
  void perturbsIntoAnotherAndStaysAsItIs(int d) {
    Theta theta = uniform(d);
    String before = theta.sha256();
    Theta work = Theta.allocate(d);

    theta.perturbInto(work, new GaussianNoise(), 5, 0.01f);

    assertThat(theta.sha256()).isEqualTo(before);
    assertThat(work.slices()).isEqualTo(theta.slices());
    float[] z = new float[Noise.BLOCK];
    for (int i = 0; i < d; i++) {
      if (i % Noise.BLOCK == 0) {
        new GaussianNoise().block(5, i / Noise.BLOCK, z);
      }
      assertThat(work.get(i)).isEqualTo(Math.fma(0.01f, z[i % Noise.BLOCK], theta.get(i)));
    }
    theta.perturbInto(work, new GaussianNoise(), 5, 0);
    assertThat(work.sha256()).isEqualTo(before);
  }
}
