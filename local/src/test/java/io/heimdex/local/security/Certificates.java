package io.heimdex.local.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * An authority, and a server's certificate that it vouches for, made by the JDK's keytool.
 *
 * @param caFile the authority's certificate, PEM
 * @param keyStore key and certificate of the server, PKCS#12
 * @param certificateFile the same certificate, PEM
 * @param keyFile the same key, PEM, for its owner's eyes only
 */
public record Certificates(Path caFile, Path keyStore, Path certificateFile, Path keyFile) {
  public static final String PASSWORD = "of-a-test";

  private static final String SERVER = "server";

  /** @param names of the server, as keytool writes alternative names: {@code dns:localhost,ip:127.0.0.1} */
  public static Certificates create(Path folder, String names) throws Exception {
    Path both = Files.createDirectories(folder).resolve("both.p12");
    keytool(
        both,
        "-alias",
        "ca",
        "-dname",
        "CN=Authority of " + folder.getFileName(),
        "-ext",
        "bc:critical=ca:true");
    keytool(both, "-alias", SERVER, "-dname", "CN=Server", "-signer", "ca", "-ext", "san=" + names);
    KeyStore made = load(both);
    KeyStore server = KeyStore.getInstance("PKCS12");
    server.load(null, null);
    char[] password = PASSWORD.toCharArray();
    Certificate[] chain = {made.getCertificate(SERVER)};
    server.setKeyEntry(SERVER, made.getKey(SERVER, password), password, chain);
    Path keyStore = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(keyStore)) {
      server.store(out, password);
    }
    Path key = Files.createFile(
        folder.resolve("server.key"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Certificates(
        pem(folder.resolve("ca.pem"), "CERTIFICATE", made.getCertificate("ca").getEncoded()),
        keyStore,
        pem(folder.resolve("server.pem"), "CERTIFICATE", chain[0].getEncoded()),
        pem(key, "PRIVATE KEY", made.getKey(SERVER, password).getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          String.format(Locale.ROOT, "keytool ended with %d: %s", process.exitValue(), output));
    }
  }
}
