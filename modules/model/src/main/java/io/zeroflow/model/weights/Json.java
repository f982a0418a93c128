package io.zeroflow.model.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of JSON as a safetensors header has: objects, arrays, strings and whole numbers, as
 * {@link Map}, {@link List}, {@link String} and {@link Long}. A key that comes twice is an error:
 * two readers could believe different ones.
 */
final class Json {

  private static final int MAX_DEPTH = 8;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one object and nothing behind it but white space.
   *
   * @throws IllegalArgumentException that says where it is wrong
   */
  static Map<String, Object> object(String text) {
    Json json = new Json(text);
    json.expect('{');
    Map<String, Object> object = json.members(1);
    json.space();
    if (json.at < text.length()) {
      throw json.wrong("the end");
    }
    return object;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("at most %d levels".formatted(MAX_DEPTH));
    }
    char first = next();
    return switch (first) {
      case '{' -> members(depth + 1);
      case '[' -> elements(depth + 1);
      case '"' -> string();
      default -> {
        at--;
        yield number();
      }
    };
  }

  private Map<String, Object> members(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (skip('}')) {
      return members;
    }
    do {
      expect('"');
      String key = string();
      expect(':');
      if (members.put(key, value(depth)) != null) {
        throw new IllegalArgumentException("key '%s' comes twice".formatted(key));
      }
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<Object> elements(int depth) {
    List<Object> elements = new ArrayList<>();
    if (skip(']')) {
      return elements;
    }
    do {
      elements.add(value(depth));
    } while (skip(','));
    expect(']');
    return elements;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = raw();
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = raw();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(raw(), 16);
          if (digit < 0) {
            throw wrong("four hexadecimal digits");
          }
          code = code << 4 | digit;
        }
        yield (char) code;
      }
      default -> throw wrong("an escape");
    };
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "-+.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("an object, an array, a string or a whole number");
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char c) {
    space();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private char next() {
    space();
    return raw();
  }

  private char raw() {
    if (at == text.length()) {
      throw wrong("more");
    }
    return text.charAt(at++);
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("character %d: expected %s".formatted(at, expected));
  }
}
