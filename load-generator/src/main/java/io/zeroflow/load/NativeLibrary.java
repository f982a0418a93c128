package io.zeroflow.load;

/** Words for a native library that Java cannot load. */
public final class NativeLibrary {

  private NativeLibrary() {}

  /** What is wrong, and what to do: libraries are unpacked to temporary files before. */
  public static String missing(LinkageError failure) {
    String message = String.valueOf(failure.getMessage());
    return "a native library cannot be loaded (%s); if %s is mounted noexec, name another folder with -Djava.io.tmpdir=DIR (zeroflow takes it from ZEROFLOW_JAVA_OPTS)"
        .formatted(message.lines().findFirst().orElse(""), System.getProperty("java.io.tmpdir"));
  }
}
