package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.TestDatabases;
import io.heimdex.operators.database.DatabaseSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DatabaseSettings database = TestDatabases.createEmpty();
  private String printed = "";

  @Test
  void migratesAndThenFindsNoDifference() throws Exception {
    // Given
    assertThat(heimdex("schema", "check", "--json")).isEqualTo(1);
    List<JsonNode> differences = documents();
    assertThat(differences)
        .allSatisfy(difference -> assertThat(difference.fieldNames())
            .toIterable()
            .containsExactly("table", "object", "expected", "found", "mend"));
    assertThat(differences).anySatisfy(difference -> {
      assertThat(difference.get("table").asText()).isEqualTo("scenes");
      assertThat(difference.get("found").asText()).isEqualTo("missing");
      assertThat(difference.get("mend").asText()).isEqualTo("./heimdex schema migrate");
    });

    // When
    int migrated = heimdex("schema", "migrate", "--json");

    // Then
    assertThat(migrated).isZero();
    assertThat(documents()).singleElement().satisfies(report -> {
      assertThat(report.get("applied")).hasSize(8);
      assertThat(report.get("remaining")).isEmpty();
    });
    assertThat(heimdex("schema", "check", "--json")).isZero();
    assertThat(printed).isEmpty();
  }

  @Test
  void namesTheDimensionThatDiffers() {
    // Given
    heimdex("schema", "migrate");

    // When
    int checked = heimdex("schema", "check", "--dimensions", "1024");

    // Then
    assertThat(checked).isEqualTo(1);
    assertThat(printed)
        .contains("column scenes.text_vec: expected vector(1024), found vector(1152)");
  }

  @Test
  void failsWithoutADatabase() {
    int checked = Heimdex.commandLine()
        .execute("schema", "check", "--url", "jdbc:postgresql://127.0.0.1:1/none");

    assertThat(checked).isEqualTo(1);
  }

  private List<JsonNode> documents() throws Exception {
    try (var lines = JSON.readerFor(JsonNode.class).<JsonNode>readValues(printed)) {
      return lines.readAll();
    }
  }

  /** Runs a command on the database, with credentials in the URL. */
  private int heimdex(String... command) {
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      String url = database.url() + "?user=" + database.user() + "&password=" + database.password();
      return Heimdex.commandLine().execute(concat(command, "--url", url));
    } finally {
      System.setOut(console);
      printed = out.toString(StandardCharsets.UTF_8);
    }
  }

  private static String[] concat(String[] first, String... second) {
    return java.util.stream.Stream.of(first, second)
        .flatMap(java.util.Arrays::stream)
        .toArray(String[]::new);
  }
}
