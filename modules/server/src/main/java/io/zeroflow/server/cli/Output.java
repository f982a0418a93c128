package io.zeroflow.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where commands print. A {@link PrintWriter} keeps quiet about a full disk or a reader that has
 * left; this one throws when it is flushed.
 */
public final class Output extends PrintWriter {

  /** What is printed cannot be written. */
  static final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super(cause);
    }
  }

  private final Watched stream;

  private Output(Watched stream, Charset charset) {
    super(stream, false, charset);
    this.stream = stream;
  }

  /** Prints to a stream. */
  public static Output to(OutputStream stream, Charset charset) {
    return new Output(new Watched(stream), charset);
  }

  /** Prints to the standard output. */
  public static Output standard() {
    return to(new FileOutputStream(FileDescriptor.out), System.out.charset());
  }

  /**
   * Writes what was printed so far.
   *
   * @throws OutputException if that fails, or something before did
   */
  @Override
  public void flush() {
    super.flush();
    if (stream.failure != null) {
      throw new OutputException(stream.failure);
    }
  }

  /** Remembers what a PrintWriter swallows. */
  private static final class Watched extends FilterOutputStream {
    private @Nullable IOException failure;

    Watched(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
