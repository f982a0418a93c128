package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsWeightsTest {

  @TempDir Path folder;

  private static TfjsFixture model() {
    return new TfjsFixture()
        .floats("first", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
        .tensor("flags", "bool", new byte[] {1, 0, 1}, 3)
        .tensor("sizes", "int32", new byte[8], 2)
        .floats("scalar", new float[] {-0.5f})
        .floats("last", new float[] {7, 8}, 1, 1, 2);
  }

  private static void expectModel(TfjsWeights weights) {
    assertThat(weights.floats("first", 2, 3)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.floats("scalar")).containsExactly(-0.5f);
    assertThat(weights.floats("last", 1, 1, 2)).containsExactly(7, 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 1000})
  void tensorsMayCrossShards(int shardBytes) throws IOException {
    expectModel(TfjsWeights.read(model().writeFolder(folder, shardBytes)));
    expectModel(TfjsWeights.read(model().writeArchive(folder.resolve("m.tgz"), shardBytes)));
    expectModel(TfjsWeights.read(folder.resolve("package/models/net")));
  }

  @Test
  void theDigestIsThatOfTheBytes() throws IOException {
    String digest = TfjsWeights.read(model().writeFolder(folder, 9)).digest();

    assertThat(TfjsWeights.read(model().writeArchive(folder.resolve("m.tgz"), 20)).digest())
        .hasSize(64)
        .isEqualTo(digest);
    model().floats("more", new float[] {1}, 1).writeFolder(folder, 9);
    assertThat(TfjsWeights.read(folder).digest()).isNotEqualTo(digest);
  }

  @Test
  void namesATensorThatIsNotAsExpected() throws IOException {
    TfjsWeights weights = TfjsWeights.read(model().writeFolder(folder, 100));

    refused(() -> weights.floats("second", 2), "model.json has no tensor 'second'");
    refused(
        () -> weights.floats("first", 3, 2),
        "tensor 'first' is float32 of shape [2, 3]; expected float32 of shape [3, 2]");
    refused(
        () -> weights.floats("sizes", 2),
        "tensor 'sizes' is int32 of shape [2]; expected float32 of shape [2]");
  }

  @Test
  void refusesShardsOfAnotherSize() throws IOException {
    model().writeFolder(folder, 30);
    Path shard = folder.resolve("package/models/net/shard1");
    byte[] bytes = Files.readAllBytes(shard);

    Files.write(shard, Arrays.copyOf(bytes, bytes.length - 1));
    refusedRead("lists 47 bytes of tensors, but the shards [shard0, shard1] hold 46");
    Files.write(shard, Arrays.copyOf(bytes, bytes.length + 1));
    refusedRead("hold more than the 47 bytes that are expected");
    Files.delete(shard);
    refusedRead("the shard package/models/net/shard1 is not there");
  }

  @Test
  void refusesTensorsItDoesNotUnderstand() throws IOException {
    model().tensor("half", "float16", new byte[2], 1).writeFolder(folder, 100);
    refusedRead("tensor 'half' of type 'float16'; expected one of [bool, float32, int32, uint8]");
    model().with("quantization", Map.of("dtype", "uint8")).writeFolder(folder, 100);
    refusedRead("tensor 'last' of type 'float32', quantized; expected");
    model().with("shape", new int[] {2, -1}).writeFolder(folder, 100);
    refusedRead("tensor 'last' has shape [2,-1]; expected dimensions of 2 GB at most");
    model().with("shape", new int[] {1 << 30, 1 << 30, 4}).writeFolder(folder, 100);
    refusedRead("tensor 'last' has shape [1073741824,1073741824,4]");
    model().with("shape", "2").writeFolder(folder, 100);
    refusedRead("has no list 'shape'");
    model().floats("first", new float[] {1}, 1).writeFolder(folder, 100);
    refusedRead("lists tensor 'first' twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|has no list 'weightsManifest'",
        "[1|is not JSON",
        "{\"weightsManifest\":[{\"weights\":[]}]}|has no list 'paths'",
        "{\"weightsManifest\":[{\"paths\":[\"../x\"],\"weights\":[]}]}|names the shard '../x'",
        "{\"weightsManifest\":[{\"paths\":[\"/x\"],\"weights\":[]}]}|names the shard '/x'"
      })
  void refusesAnotherManifest(String json, String words) throws IOException {
    Files.writeString(folder.resolve("model.json"), json);

    refusedRead(words);
  }

  @Test
  void refusesAPlaceWithoutExactlyOneModel() throws IOException {
    refusedRead("hold no files model.json; expected one");
    refused(() -> TfjsWeights.read(folder.resolve("nowhere")), "nowhere are not there");
    model().writeFolder(folder.resolve("a"), 100);
    model().writeFolder(folder.resolve("b"), 100);
    refusedRead("hold 2 files model.json; expected one");
  }

  @Test
  void refusesABrokenArchive() throws IOException {
    Path archive = model().writeArchive(folder.resolve("m.tgz"), 100);
    byte[] bytes = Files.readAllBytes(archive);

    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
    refused(() -> TfjsWeights.read(archive), "m.tgz are not a whole .tgz archive");
    Files.write(archive, "plain text".getBytes(StandardCharsets.US_ASCII));
    refused(() -> TfjsWeights.read(archive), "m.tgz are not a whole .tgz archive");
  }

  private void refusedRead(String words) {
    refused(() -> TfjsWeights.read(folder), words);
  }

  private static void refused(ThrowingCallable call, String words) {
    assertThatExceptionOfType(WeightsException.class).isThrownBy(call).withMessageContaining(words);
  }
}
