package io.zeroflow.model.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive around source text: a zip with the code of one class, a pickled
 * instance without attributes, no constants, and the version of the format. With it a module is
 * written in Java and needs no Python.
 */
final class ScriptArchive {

  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private ScriptArchive() {}

  /**
   * The archive of a class.
   *
   * @param name of the class
   * @param methods their source, each indented by two spaces
   */
  static byte[] of(String name, String methods) {
    String code =
        "class "
            + name
            + "(Module):\n"
            + "  __parameters__ = []\n"
            + "  __buffers__ = []\n"
            + "  training : bool\n"
            + methods;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", instance(name));
      put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", EMPTY_TUPLE);
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("a zip in memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry("module/" + name));
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle (protocol 2) of a new instance whose state is {training: False}. */
  private static byte[] instance(String name) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2}); // PROTO 2
    pickle.write(("c__torch__\n" + name + "\n").getBytes(StandardCharsets.UTF_8)); // GLOBAL
    pickle.write(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
    byte[] key = "training".getBytes(StandardCharsets.UTF_8);
    pickle.write(new byte[] {'X', (byte) key.length, 0, 0, 0}); // BINUNICODE
    pickle.write(key);
    pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE SETITEMS BUILD STOP
    return pickle.toByteArray();
  }
}
