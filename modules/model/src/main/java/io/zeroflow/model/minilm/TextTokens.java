package io.zeroflow.model.minilm;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * WordPiece tokens of a text, with [CLS] first and [SEP] last. Only as much of a text is read as it
 * takes to fill them, so that the work does not grow with what is cut off. Safe for concurrent use.
 */
final class TextTokens implements AutoCloseable {

  private static final String RESOURCE = "all-minilm-l6-v2-tokenizer.json";

  /** What is read first, in characters a token: English has about five. */
  private static final int FIRST = 16;

  /** The most that is read: what follows counts for nothing, even if the tokens are not full. */
  private static final int MOST = 256;

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;

  private TextTokens(HuggingFaceTokenizer tokenizer, int maxTokens) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
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
      return new TextTokens(HuggingFaceTokenizer.newInstance(in, options), maxTokens);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }

  /** Those of the whole text, but for one that fills them with no blank among thousands. */
  long[] ids(String text) {
    int most = Math.min(text.length(), MOST * maxTokens);
    for (int length = FIRST * maxTokens; length < most; length *= 2) {
      // No token crosses a blank: those before it are the whole text's.
      int blank = text.lastIndexOf(' ', length);
      if (blank > length / 2) {
        long[] ids = all(text.substring(0, blank));
        if (ids.length == maxTokens) {
          return ids;
        }
      }
    }
    boolean within = most == text.length() || !Character.isHighSurrogate(text.charAt(most - 1));
    return all(text.substring(0, within ? most : most - 1));
  }

  /** All tokens of a text, cut after they were made. */
  long[] all(String text) {
    return tokenizer.encode(text).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
