package io.zeroflow.model.imported;

import io.zeroflow.model.weights.WeightsException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** TorchScript is code that runs with the process's rights: only what somebody vouched for runs. */
final class AllowList {

  private AllowList() {}

  /**
   * The SHA-256 of the file, in hex.
   *
   * @param archive its bytes, the very ones that will be loaded
   * @throws WeightsException if it is not on the list
   */
  static String check(ImportedConfig config, byte[] archive) {
    String digest = sha256(archive);
    if (!config.allowed().contains(digest)) {
      throw new WeightsException(
          "%s is not allowed to run: TorchScript is code. If you trust it, add its SHA-256 %s to the list"
              .formatted(config.file(), digest));
    }
    return digest;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
