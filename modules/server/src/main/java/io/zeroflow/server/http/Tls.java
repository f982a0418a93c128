package io.zeroflow.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files (RFC 7468), as certificate authorities and cert-manager write them. */
public final class Tls {

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /**
   * A server's side.
   *
   * @param certificate the server's certificate and those between it and the authority, in order
   * @param key its private key, PKCS #8 and not encrypted: RSA, EC or EdDSA
   * @throws IllegalArgumentException if a file cannot be read, is something else, or the key is not
   *     the certificate's; the message has the remedy and nothing of the key
   */
  public static SSLContext serving(Path certificate, Path key) {
    Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
    PrivateKey secret = key(key, chain[0].getPublicKey());
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("server", secret, NO_PASSWORD, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "%s and %s make no TLS server: %s".formatted(certificate, key, e.getMessage()), e);
    }
  }

  /**
   * A client's side that trusts the certificates of a file and no others.
   *
   * @throws IllegalArgumentException if the file cannot be read or has none
   */
  public static SSLContext trusting(Path authorities) {
    try {
      KeyStore store = emptyStore();
      for (Certificate authority : certificates(authorities)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be trusted: %s".formatted(authorities, e.getMessage()), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // said below, like a file without any
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    throw new IllegalArgumentException(
        "%s has no certificate; it takes PEM, -----BEGIN CERTIFICATE-----".formatted(file));
  }

  private static PrivateKey key(Path file, PublicKey owner) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    Matcher pem = PKCS8.matcher(text);
    if (!pem.find()) {
      throw new IllegalArgumentException(
          "%s has no PKCS #8 key without a password (-----BEGIN PRIVATE KEY-----); openssl pkcs8 -topk8 -nocrypt makes one of others"
              .formatted(file));
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance(owner.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      if (belong(key, owner)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // the same remedy; the cause may hold parts of the key
    }
    throw new IllegalArgumentException(
        "%s is not the private key (%s) of the certificate".formatted(file, owner.getAlgorithm()));
  }

  /** Whether one verifies what the other signed; a wrong pair would fail every client instead. */
  private static boolean belong(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (owner.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> owner.getAlgorithm();
            });
    byte[] probe = {1};
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(owner);
    signature.update(probe);
    return signature.verify(signed);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static IllegalArgumentException unreadable(Path file, IOException e) {
    return new IllegalArgumentException(
        "%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()), e);
  }
}
