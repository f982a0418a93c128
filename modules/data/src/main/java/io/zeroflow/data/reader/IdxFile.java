package io.zeroflow.data.reader;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One file of unsigned bytes in the IDX format of the MNIST database, plain or gzip.
 *
 * <p>Layout, big-endian: two zero bytes, the type (8 for unsigned byte), the number of dimensions,
 * one int a dimension, the values row by row.
 *
 * @param dimensions sizes, outermost first
 * @param values their product in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // unpacked at once, never compared
record IdxFile(int[] dimensions, byte[] values) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int GZIP_MAGIC = 0x1F8B;

  /** Seven times the pixels of MNIST's 60,000 images; a gzip header could promise anything. */
  private static final long MAX_VALUES = 1L << 28;

  /**
   * @param rank the number of dimensions that the file must have
   */
  static IdxFile read(Path file, int rank) throws IOException {
    try (DataInputStream in = new DataInputStream(open(file))) {
      int magic = in.readInt();
      if (magic != (UNSIGNED_BYTE << 8 | rank)) {
        throw new BadFileException(
            file,
            "the magic number 0x%08X (unsigned bytes, %d dimensions)"
                .formatted(UNSIGNED_BYTE << 8 | rank, rank),
            "0x%08X".formatted(magic));
      }
      int[] dimensions = new int[rank];
      long count = 1;
      for (int i = 0; i < rank; i++) {
        dimensions[i] = in.readInt();
        if (dimensions[i] < 1 || (count *= dimensions[i]) > MAX_VALUES) {
          throw new BadFileException(
              file,
              "dimensions of at least 1 and at most %,d values in all".formatted(MAX_VALUES),
              "%,d as dimension %d".formatted(dimensions[i], i));
        }
      }
      // Grows with what the stream gives, not with what the header says.
      byte[] values = in.readNBytes((int) count);
      if (values.length < count) {
        throw new BadFileException(
            file, "%,d values".formatted(count), "only %,d".formatted(values.length));
      }
      if (in.read() >= 0) {
        throw new BadFileException(file, "%,d values".formatted(count), "more bytes after them");
      }
      return new IdxFile(dimensions, values);
    } catch (EOFException e) {
      throw new BadFileException(
          file, "an IDX file of %d dimensions".formatted(rank), "its early end");
    } catch (ZipException e) {
      throw new BadFileException(file, "gzip data", String.valueOf(e.getMessage()));
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      int head = in.read() << 8 | in.read();
      in.reset();
      return head == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
