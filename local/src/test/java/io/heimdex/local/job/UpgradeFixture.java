package io.heimdex.local.job;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What a job of some version left behind, in a folder or packed: {@code savepoint/}, {@code objects/BUCKET/KEY}, and JSON.
 *
 * @param folder holds all of it
 */
record UpgradeFixture(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileTime NO_TIME = FileTime.fromMillis(0);

  /** A notification as it lies in Kafka. */
  record Message(int partition, String key, String value) {}

  /** A row of the database, as PostgreSQL writes it in JSON. */
  record Row(String table, Map<String, Object> columns) {}

  Path savepoint() {
    return folder.resolve("savepoint");
  }

  Path objects(String bucket) {
    return folder.resolve("objects").resolve(bucket);
  }

  List<Message> messages() throws IOException {
    return JSON.readValue(folder.resolve("messages.json").toFile(), new TypeReference<>() {});
  }

  List<Row> rows() throws IOException {
    return JSON.readValue(folder.resolve("rows.json").toFile(), new TypeReference<>() {});
  }

  /** The scenes that must come out: {@code video index start end}. */
  List<String> scenes() throws IOException {
    return JSON.readValue(folder.resolve("scenes.json").toFile(), new TypeReference<>() {});
  }

  void write(List<Message> messages, List<Row> rows, List<String> scenes) throws IOException {
    JSON.writeValue(folder.resolve("messages.json").toFile(), messages);
    JSON.writeValue(folder.resolve("rows.json").toFile(), rows);
    JSON.writeValue(folder.resolve("scenes.json").toFile(), scenes);
  }

  /** Packs it. The same files give the same bytes. */
  void pack(Path zip) throws IOException {
    Files.createDirectories(zip.getParent());
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(folder.relativize(path).toString());
        entry.setLastModifiedTime(NO_TIME);
        out.putNextEntry(entry);
        Files.copy(path, out);
      }
    }
  }

  static UpgradeFixture unpack(Path zip, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path path = folder.resolve(entry.getName());
        Files.createDirectories(path.getParent());
        Files.copy(in, path);
      }
    }
    return new UpgradeFixture(folder);
  }
}
