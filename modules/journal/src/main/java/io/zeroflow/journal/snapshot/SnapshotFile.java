package io.zeroflow.journal.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A snapshot in a file: seven bytes that name the format, one that gives its version, the SHA-256
 * of the version and all that follows, and the snapshot. Whoever reads looks at the checksum before
 * anything else.
 */
final class SnapshotFile {

  private static final byte[] MAGIC = {'Z', 'F', 'S', 'N', 'A', 'P', 0};

  private static final byte VERSION = 3;

  /** Knew of no pauses, and had a checksum without the version. */
  private static final byte WITHOUT_PAUSES = 2;

  private static final int HEADER = MAGIC.length + 1;
  private static final int DIGEST = 32;

  private SnapshotFile() {}

  /**
   * Writes a file that is there in whole or not at all, whenever the machine stops: under another
   * name first, forced to the disk, then renamed.
   */
  static void write(Path file, Snapshot snapshot) throws IOException {
    byte[] body = body(snapshot);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (byte[] bytes : new byte[][] {MAGIC, {VERSION}, sha256(VERSION, body), body}) {
          for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            channel.write(left);
          }
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException another) {
        e.addSuppressed(another); // it matters less than why there is a part
      }
      throw e;
    }
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true); // else the new name may be lost with the power
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not what was written
   */
  static Snapshot read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int start = HEADER + DIGEST;
    if (bytes.length < start || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("it is no snapshot");
    }
    byte version = bytes[MAGIC.length];
    if (version != VERSION && version != WITHOUT_PAUSES) {
      throw new IOException(
          "it is of format %d; this release reads %d and %d"
              .formatted(version, WITHOUT_PAUSES, VERSION));
    }
    byte[] body = Arrays.copyOfRange(bytes, start, bytes.length);
    if (!Arrays.equals(sha256(version, body), Arrays.copyOfRange(bytes, HEADER, start))) {
      throw new IOException("its checksum is wrong: it was damaged or cut off");
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
      return new Snapshot(
          in.readUTF(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          current(version, in.readAllBytes()));
    }
  }

  /** A state as this release would have written it: a pause would be at its end. */
  private static byte[] current(byte version, byte[] state) {
    return version == WITHOUT_PAUSES ? Arrays.copyOf(state, state.length + 1) : state;
  }

  private static byte[] body(Snapshot snapshot) throws IOException {
    var bytes = new ByteArrayOutputStream(snapshot.state().length + 64);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(snapshot.journal());
      out.writeLong(snapshot.nextOffset());
      out.writeLong(snapshot.sequence());
      out.writeLong(snapshot.step());
      out.write(snapshot.state());
    }
    return bytes.toByteArray();
  }

  private static byte[] sha256(byte version, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      if (version != WITHOUT_PAUSES) {
        digest.update(version);
      }
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
