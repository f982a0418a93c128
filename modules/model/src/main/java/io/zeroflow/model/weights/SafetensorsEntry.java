package io.zeroflow.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a safetensors header.
 *
 * @param type as the format names it, such as {@code F32}
 * @param begin first of its bytes behind the header
 * @param end behind its last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SafetensorsEntry(String type, long[] shape, long begin, long end) {

  private static final String METADATA = "__metadata__";
  private static final Map<String, Integer> BYTES = Map.of("F32", 4, "F16", 2, "BF16", 2);

  /**
   * All tensors of a header.
   *
   * @param available bytes behind the header
   * @throws IllegalArgumentException if one is not described in full or lies outside of them
   */
  static Map<String, SafetensorsEntry> all(Map<String, Object> header, long available) {
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    header.forEach(
        (name, value) -> {
          if (!name.equals(METADATA)) {
            entries.put(name, of(name, value, available));
          }
        });
    return entries;
  }

  private static SafetensorsEntry of(String name, Object value, long available) {
    if (!(value instanceof Map<?, ?> fields
        && fields.keySet().equals(Set.of("dtype", "shape", "data_offsets"))
        && fields.get("dtype") instanceof String type)) {
      throw new IllegalArgumentException(
          "tensor '%s' needs dtype, shape and data_offsets".formatted(name));
    }
    long[] shape = numbers(name, fields.get("shape"));
    long[] offsets = numbers(name, fields.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > available) {
      throw new IllegalArgumentException(
          "tensor '%s' is at bytes %s of %d; the file is cut short or damaged"
              .formatted(name, fields.get("data_offsets"), available));
    }
    Integer bytes = BYTES.get(type);
    long length = offsets[1] - offsets[0];
    if (bytes != null && size(name, bytes, shape) != length) {
      throw new IllegalArgumentException(
          "tensor '%s' is %s of shape %s and has %d bytes"
              .formatted(name, type, fields.get("shape"), length));
    }
    return new SafetensorsEntry(type, shape, offsets[0], offsets[1]);
  }

  private static long size(String name, int bytes, long[] shape) {
    long size = bytes;
    try {
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "tensor '%s' has more bytes than can be counted".formatted(name), e);
    }
    return size;
  }

  private static long[] numbers(String name, @Nullable Object value) {
    if (value instanceof List<?> list
        && list.stream().allMatch(item -> item instanceof Long number && number >= 0)) {
      return list.stream().mapToLong(item -> (Long) item).toArray();
    }
    throw new IllegalArgumentException(
        "tensor '%s' has %s where whole numbers from 0 are expected".formatted(name, value));
  }
}
