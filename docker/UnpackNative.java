import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

/**
 * Has DJL unpack libtorch and the tokenizer into {@code DJL_CACHE_DIR}, by using each. Run as a
 * source file while an image is built.
 */
final class UnpackNative {

  private UnpackNative() {}

  /** Fails the build if a library does not load on this system. */
  public static void main(String[] args) throws Exception {
    System.out.println(Engine.getEngine("PyTorch"));
    try (var in = new java.io.ByteArrayInputStream(VOCABULARY.getBytes("UTF-8"));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(in, java.util.Map.of())) {
      System.out.println("tokenizer " + tokenizer.getVersion());
    }
  }

  /** The smallest tokenizer there is. */
  private static final String VOCABULARY =
      """
      {"version":"1.0","added_tokens":[],"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}}
      """;
}
