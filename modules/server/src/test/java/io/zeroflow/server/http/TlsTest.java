package io.zeroflow.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM files become TLS that a client can talk, or a message that says why not. */
public class TlsTest {

  private static final String PASSWORD = "password";

  @TempDir private Path folder;

  /** A certificate for 127.0.0.1 with its key, as PEM files. */
  public record Pair(Path certificate, Path key) {

    /** Makes one with the JDK's keytool. */
    public static Pair make(Path folder, String algorithm) throws Exception {
      Path store = folder.resolve(algorithm + ".p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "server",
                  "-keyalg",
                  algorithm,
                  "-dname",
                  "CN=127.0.0.1",
                  "-ext",
                  "SAN=IP:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes());
      assertThat(keytool.waitFor()).as(said).isZero();
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      return new Pair(
          pem(
              folder.resolve(algorithm + ".crt"),
              "CERTIFICATE",
              keys.getCertificate("server").getEncoded()),
          pem(
              folder.resolve(algorithm + ".key"),
              "PRIVATE KEY",
              keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
      return Files.write(
          file,
          List.of(
              "-----BEGIN " + what + "-----",
              Base64.getMimeEncoder().encodeToString(der),
              "-----END " + what + "-----"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void speaksWithWhoTrustsIt(String algorithm) throws Exception {
    Pair pair = Pair.make(folder, algorithm);
    SSLContext serving = Tls.serving(pair.certificate(), pair.key());
    try (var listening = (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0);
        var client =
            (SSLSocket)
                Tls.trusting(pair.certificate())
                    .getSocketFactory()
                    .createSocket("127.0.0.1", listening.getLocalPort())) {
      Thread server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var accepted = listening.accept()) {
                      accepted.getOutputStream().write(42);
                    } catch (IOException e) {
                      // the client sees the end of the stream
                    }
                  });
      assertThat(client.getInputStream().read()).isEqualTo(42);
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
      server.join();
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Pair rsa = Pair.make(folder, "RSA");
    Path another = Files.createDirectory(folder.resolve("another"));
    Pair foreign = Pair.make(another, "RSA");
    Pair ec = Pair.make(folder, "EC");
    Path text = Files.writeString(folder.resolve("text"), "no PEM at all");
    assertThatThrownBy(() -> Tls.serving(folder.resolve("nowhere"), rsa.key()))
        .hasMessageContaining("nowhere cannot be read");
    assertThatThrownBy(() -> Tls.serving(text, rsa.key()))
        .hasMessageContaining("has no certificate");
    assertThatThrownBy(() -> Tls.serving(rsa.certificate(), text))
        .hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(() -> Tls.serving(rsa.certificate(), foreign.key()))
        .hasMessageContaining("is not the private key");
    assertThatThrownBy(() -> Tls.serving(rsa.certificate(), ec.key()))
        .hasMessageContaining("is not the private key (RSA)");
  }
}
