package io.heimdex.operators.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads a PEM file of certificates as what the JDK trusts. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /** @throws IllegalArgumentException if the file can't be read or holds no certificate */
  static TrustManager[] of(String caFile) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(caFile)))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(
            "The file " + caFile + " holds no certificate; expected certificates in PEM");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The file " + caFile + " can't be read as certificates in PEM: " + e, e);
    }
  }
}
