package io.zeroflow.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path on the command line; one that cannot be is explained. */
public final class PathArgument implements ITypeConverter<Path> {

  @Override
  public Path convert(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(explain(e));
    }
  }

  /** Most often the locale: in that of C, Java can name ASCII files only. */
  static String explain(InvalidPathException e) {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.equals("UTF-8")
        ? "'%s' cannot be a path: %s".formatted(e.getInput(), e.getReason())
        : "'%s' cannot be a path in this locale, whose encoding is %s; set LC_ALL=C.UTF-8"
            .formatted(e.getInput(), encoding);
  }
}
