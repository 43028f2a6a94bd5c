package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine gets its packages from. Reads both formats: stanzas ({@code *.sources}) and lines ({@code *.list}).
 *
 * @param uri of the archive that holds the distribution itself, not its updates or security fixes
 * @param options that belong to it, such as {@code Signed-By}
 */
record AptSources(String uri, Map<String, String> options) {
  private static final String SIGNED_BY = "Signed-By";

  /** The first archive of the machine that offers a whole distribution, if there is any. */
  static Optional<AptSources> ofMachine(Path etcApt) throws IOException {
    for (Path file : files(etcApt)) {
      String text = Files.readString(file);
      Optional<AptSources> found =
          file.toString().endsWith(".sources") ? fromStanzas(text) : fromLines(text);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<Path> files(Path etcApt) throws IOException {
    Path parts = etcApt.resolve("sources.list.d");
    try (Stream<Path> listed = Files.isDirectory(parts) ? Files.list(parts) : Stream.of()) {
      return Stream.concat(Stream.of(etcApt.resolve("sources.list")), listed.sorted())
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".list") || file.toString().endsWith(".sources"))
          .toList();
    }
  }

  static Optional<AptSources> fromStanzas(String text) {
    return Arrays.stream(text.split("\\n\\s*\\n"))
        .map(AptSources::fields)
        .map(AptSources::fromFields)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Map<String, String> fields(String stanza) {
    Map<String, String> fields = new LinkedHashMap<>();
    String last = "";
    for (String line : stanza.split("\n")) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ") || line.startsWith("\t")) {
        fields.merge(last, line, (before, more) -> before + "\n" + more);
      } else if (line.contains(":")) {
        last = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
        fields.put(last, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return fields;
  }

  private static Optional<AptSources> fromFields(Map<String, String> fields) {
    if (fields.getOrDefault("enabled", "yes").equals("no")) {
      return Optional.empty();
    }
    return of(
        fields.getOrDefault("types", ""),
        fields.getOrDefault("uris", ""),
        fields.getOrDefault("suites", ""),
        fields.getOrDefault("components", ""),
        fields.get(SIGNED_BY.toLowerCase(Locale.ROOT)));
  }

  static Optional<AptSources> fromLines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("deb"))
        .map(AptSources::fromLine)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** {@code deb [option=value …] uri suite component…} */
  private static Optional<AptSources> fromLine(String line) {
    String signedBy = line.replaceAll("^.*\\[.*signed-by=([^\\] ]+).*\\].*$", "$1");
    String[] words = line.replaceAll("\\[[^\\]]*\\]", "").split("\\s+");
    return words.length < 4
        ? Optional.empty()
        : of(words[0], words[1], words[2], words[3], signedBy.equals(line) ? null : signedBy);
  }

  private static Optional<AptSources> of(
      String types, String uris, String suites, String components, @Nullable String signedBy) {
    boolean wholeDistribution =
        Arrays.stream(suites.split("\\s+")).anyMatch(suite -> suite.matches("[a-z]+"));
    boolean main = List.of(components.split("\\s+")).contains("main");
    if (!List.of(types.split("\\s+")).contains("deb") || !wholeDistribution || !main) {
      return Optional.empty();
    }
    Map<String, String> options = signedBy == null ? Map.of() : Map.of(SIGNED_BY, signedBy);
    return Optional.of(new AptSources(uris.split("\\s+")[0], options));
  }

  /** A stanza that takes binary and source packages of another suite from the same archive. */
  String stanzaFor(String suite) {
    StringBuilder stanza = new StringBuilder();
    stanza.append("Types: deb deb-src\nURIs: ").append(uri);
    stanza.append("\nSuites: ").append(suite).append("\nComponents: main\n");
    options.forEach(
        (name, value) -> stanza.append(name).append(": ").append(value).append('\n'));
    return stanza.toString();
  }
}
