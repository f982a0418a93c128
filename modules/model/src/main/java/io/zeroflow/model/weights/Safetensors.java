package io.zeroflow.model.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file: the length of a JSON header in eight bytes, the header, then the tensors'
 * bytes, little-endian. It is mapped, so only the tensor at hand is on the heap. Reads F32, F16 and
 * BF16.
 *
 * <p>Other programs must not shorten the file while it is open.
 */
public final class Safetensors implements WeightFile {

  private static final int PREFIX = Long.BYTES;
  private static final long MAX_HEADER = 100_000_000; // the format's own limit
  private static final int MAX_DEPTH = 8;

  /** A key that comes twice is an error: two readers could believe different ones. */
  private static final ObjectReader HEADER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String source;
  private final Arena arena;
  private final MemorySegment data;
  private final Map<String, SafetensorsEntry> entries;

  private Safetensors(
      String source, Arena arena, MemorySegment data, Map<String, SafetensorsEntry> entries) {
    this.source = source;
    this.arena = arena;
    this.data = data;
    this.entries = entries;
  }

  @SuppressWarnings("MustBeClosedChecker") // the file closes its arena
  static Safetensors open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return read(path.toString(), arena, file);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static Safetensors read(String source, Arena arena, MemorySegment file) {
    if (file.byteSize() < PREFIX) {
      throw new WeightsException(
          "%s has %d bytes and is no safetensors file".formatted(source, file.byteSize()));
    }
    long length = file.get(LONG, 0);
    if (length < 2 || length > MAX_HEADER || length > file.byteSize() - PREFIX) {
      throw new WeightsException(
          "%s: the header is said to have %d bytes, the file has %d; it is cut short or no safetensors file"
              .formatted(source, length, file.byteSize()));
    }
    MemorySegment data = file.asSlice(PREFIX + length);
    try {
      String header = text(file.asSlice(PREFIX, length).asByteBuffer());
      return new Safetensors(
          source, arena, data, SafetensorsEntry.all(HEADER.readValue(header), data.byteSize()));
    } catch (JsonProcessingException e) {
      throw new WeightsException(
          "%s: the header is no JSON object: %s".formatted(source, e.getOriginalMessage()));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new WeightsException("%s: the header is wrong: %s".formatted(source, e.getMessage()));
    }
  }

  /** Bytes that are no UTF-8 are an error, not a replacement character. */
  private static String text(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public float[] floats(String name, int... shape) {
    SafetensorsEntry entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException("%s has no tensor '%s'".formatted(source, name));
    }
    int size = Expected.size(source, name, entry.type(), entry.shape(), shape);
    MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
    return switch (entry.type()) {
      case "F32" -> bytes.toArray(FLOAT);
      case "F16" -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = Float.float16ToFloat(bytes.getAtIndex(SHORT, i));
        }
        yield values;
      }
      case "BF16" -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = Float.intBitsToFloat(bytes.getAtIndex(SHORT, i) << 16);
        }
        yield values;
      }
      default ->
          throw new WeightsException(
              "%s: tensor '%s' is %s; expected F32, F16 or BF16"
                  .formatted(source, name, entry.type()));
    };
  }

  @Override
  public void close() {
    arena.close();
  }
}
