package io.zeroflow.data;

/** Where a payload comes from: memory, or a file that is read only when its turn comes. */
@FunctionalInterface
public interface PayloadSource {

  /**
   * The payload, read anew at every call.
   *
   * @throws java.io.UncheckedIOException if its file cannot be read; the message names the file
   */
  Payload load();
}
