package io.heimdex.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
  private static final String STANZAS = """
      Enabled: no
      Types: deb
      URIs: http://disabled.example/debian
      Suites: bookworm
      Components: main

      Types: deb
      # a comment
      URIs: http://security.example/debian-security
      Suites: bookworm-security
      Components: main

      Types: deb deb-src
      URIs: http://archive.example/debian http://other.example/debian
      Suites: bookworm bookworm-updates
      Components: main contrib
      Signed-By: /usr/share/keyrings/archive.gpg
      """;

  @TempDir
  Path etcApt;

  @Test
  void takesTheArchiveWithTheWholeDistributionFromStanzas() {
    assertThat(AptSources.fromStanzas(STANZAS))
        .map(sources -> sources.stanzaFor("trixie"))
        .hasValue("""
        Types: deb deb-src
        URIs: http://archive.example/debian
        Suites: trixie
        Components: main
        Signed-By: /usr/share/keyrings/archive.gpg
        """);
  }

  @Test
  void takesTheKeyThatStandsInAStanza() {
    String stanza = """
        Types: deb
        URIs: http://archive.example/debian
        Suites: bookworm
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mQIN
         -----END PGP PUBLIC KEY BLOCK-----
        """;

    assertThat(AptSources.fromStanzas(stanza))
        .map(sources -> sources.stanzaFor("trixie"))
        .get()
        .asString()
        .endsWith(
            "Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQIN\n -----END PGP PUBLIC KEY BLOCK-----\n");
  }

  @Test
  void takesTheArchiveWithTheWholeDistributionFromLines() {
    String lines = """
        # deb http://comment.example/debian bookworm main
        deb http://security.example/debian-security bookworm-security main
        deb [arch=amd64 signed-by=/usr/share/keyrings/archive.gpg] http://archive.example/debian bookworm main contrib
        """;

    assertThat(AptSources.fromLines(lines))
        .map(sources -> sources.stanzaFor("trixie"))
        .hasValue("""
        Types: deb deb-src
        URIs: http://archive.example/debian
        Suites: trixie
        Components: main
        Signed-By: /usr/share/keyrings/archive.gpg
        """);
  }

  @Test
  void looksIntoAllFilesOfTheMachine() throws IOException {
    // Given
    Files.writeString(etcApt.resolve("sources.list"), "# see sources.list.d\n");
    Files.createDirectory(etcApt.resolve("sources.list.d"));
    Files.writeString(etcApt.resolve("sources.list.d/debian.sources"), STANZAS);
    Files.writeString(
        etcApt.resolve("sources.list.d/debian.sources.save"),
        "deb http://saved.example/debian bookworm main\n");

    // When
    var sources = AptSources.ofMachine(etcApt);

    // Then
    assertThat(sources).map(AptSources::uri).hasValue("http://archive.example/debian");
  }

  @Test
  void findsNothingOnAMachineWithoutApt() throws IOException {
    assertThat(AptSources.ofMachine(etcApt.resolve("none"))).isEmpty();
  }
}
