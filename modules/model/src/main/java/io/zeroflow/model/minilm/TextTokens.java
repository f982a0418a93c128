package io.zeroflow.model.minilm;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** WordPiece tokens of a text, with [CLS] first and [SEP] last. Safe for concurrent use. */
final class TextTokens implements AutoCloseable {

  private static final String RESOURCE = "all-minilm-l6-v2-tokenizer.json";

  private final HuggingFaceTokenizer tokenizer;

  private TextTokens(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static TextTokens load(int maxTokens) {
    try (InputStream in = TextTokens.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      Map<String, String> options =
          Map.of(
              "maxLength", Integer.toString(maxTokens),
              "truncation", "true",
              "padding", "false");
      return new TextTokens(HuggingFaceTokenizer.newInstance(in, options));
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }

  long[] ids(String text) {
    return tokenizer.encode(text).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
