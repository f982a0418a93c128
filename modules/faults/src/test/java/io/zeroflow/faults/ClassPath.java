package io.zeroflow.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * This test's class path as jars alone: only then can processes share an archive of loaded classes,
 * which saves a third of their start.
 */
final class ClassPath {

  private static final Path DIRECTORY = directory();
  private static final String JARS = packed();

  private ClassPath() {}

  static String jars() {
    return JARS;
  }

  /**
   * The archive of loaded classes; there is none until an orderly end of a process has left one.
   */
  static Path archive() {
    return DIRECTORY.resolve("classes.jsa");
  }

  /** Where the process of that number may write one. */
  static Path draft(long number) {
    return DIRECTORY.resolve("classes-%d.jsa".formatted(number));
  }

  /** Makes a draft the archive, whole or not at all: others start meanwhile. */
  static void keep(Path draft) throws IOException {
    if (Files.exists(draft)) {
      Files.move(draft, archive(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("zeroflow-faults-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      files.map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directory.toFile().delete();
  }

  private static String packed() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      entries.add(Files.isDirectory(path) ? jar(path, entries.size()).toString() : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path classes, int number) {
    Path jar = DIRECTORY.resolve(number + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
