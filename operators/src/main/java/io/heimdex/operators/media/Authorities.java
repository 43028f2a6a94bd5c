package io.heimdex.operators.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom FFmpeg is to trust, as the file that it reads. Thread-safe. */
final class Authorities {
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private static @Nullable Path ofJdk;

  private Authorities() {}

  /** The file of the settings, or one with the authorities of the JDK, written once a process. */
  static String file(MediaSettings settings) throws IOException {
    return settings.caFile() == null ? ofJdk().toString() : settings.caFile();
  }

  private static synchronized Path ofJdk() throws IOException {
    // What a long-lived machine cleans out of its temporary folder is written again.
    if (ofJdk == null || !Files.exists(ofJdk)) {
      Path file = Files.createTempFile("heimdex-authorities-", ".pem");
      file.toFile().deleteOnExit();
      Files.writeString(file, pem());
      ofJdk = file;
    }
    return ofJdk;
  }

  private static String pem() throws IOException {
    StringBuilder pem = new StringBuilder();
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          for (X509Certificate certificate : x509.getAcceptedIssuers()) {
            append(pem, certificate);
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("The JDK's trusted certificates can't be read: " + e.getMessage(), e);
    }
    return pem.toString();
  }

  private static void append(StringBuilder pem, X509Certificate certificate)
      throws GeneralSecurityException {
    pem.append("-----BEGIN CERTIFICATE-----\n")
        .append(PEM.encodeToString(certificate.getEncoded()))
        .append("\n-----END CERTIFICATE-----\n");
  }
}
