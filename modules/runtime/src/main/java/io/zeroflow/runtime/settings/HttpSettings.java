package io.zeroflow.runtime.settings;

/**
 * Where the HTTP server listens.
 *
 * @param port 0 for a free one
 */
public record HttpSettings(String host, int port) {

  static HttpSettings from(Section section) {
    return new HttpSettings(section.text("host"), section.whole("port", 0, 65_535));
  }
}
