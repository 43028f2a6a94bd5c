package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.POSITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.operators.deadletter.DeadLetterJson;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.RawNotice;
import io.heimdex.schema.UploadNotice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of every format, damaged by chance and on purpose. The seed is the parameter, so a failure can be repeated. */
@Timeout(60)
class NoticeParserFuzzTest {
  private static final int ROUNDS = 4000;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  /** What Kafka takes of a record, by default. */
  private static final int LARGEST_RECORD = 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<byte[]> GOLDEN = golden();

  /** JSON values to put in the place of another one. */
  private static final List<String> HOSTILE = List.of(
      "null",
      "true",
      "-1",
      "-9223372036854775809",
      "1e999999999",
      "9".repeat(60),
      "{}",
      "[]",
      "[".repeat(60) + "]".repeat(60),
      "[[[[]]],{\"s3\":{}}]",
      "\"\"",
      "\"../../etc/passwd\"",
      "\"videos/../../x\"",
      "\"%2e%2e%2f%00\"",
      "\"%\"",
      "\"\\u0000\"",
      "\"\\u001b[2J\\r\\n2026-11-22 ERROR\"",
      "\"\\u202egpj.exe\"",
      "\"\\u2028\\u2029\\ufeff\"",
      "\"\\ud83d\"",
      "\"'; DROP TABLE videos; --\"",
      "\"http://169.254.169.254/latest\"",
      "\"" + "k".repeat(10_000) + "\"",
      "\"" + "\\u0001".repeat(2000) + "\"",
      "\"9999-12-31T23:59:60Z\"",
      "\"-292275055-05-16T16:47:04.192Z\"",
      "\"1-1-1-1-1\"");

  private final NoticeParser parser =
      new NoticeParser(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE), Set.of("uploads"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void endsInAResultThatIsSafeWhateverIsSent(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] message = random.nextBoolean() ? damaged(random) : changed(random);

      assertSafe(message);
    }
  }

  @Test
  void readsJsonBombsInBoundedTime() {
    String record = "{\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}";
    List<String> bombs = List.of(
        "[".repeat(1_000_000),
        "{\"a\":".repeat(200_000),
        "{\"Records\":[" + "1,".repeat(500_000) + "1]}",
        "{\"Records\":[" + "[],".repeat(1_000_000) + "1]}",
        "{\"Records\":[" + (record + ",").repeat(1000) + record + "]}",
        "{\"size\":" + "9".repeat(1_000_000) + "}",
        "{\"size\":1e" + "9".repeat(1_000) + "}",
        "\"" + "x".repeat(1_000_000) + "\"",
        "{\"type\":\"heimdex.upload.v1\",\"key\":\"" + "k".repeat(900_000) + "\"}",
        "{" + "\"a\":1,".repeat(150_000) + "\"a\":1}",
        "x".repeat(20_000_000));

    assertThat(bombs).allSatisfy(bomb -> assertSafe(bomb.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertSafe(byte[] message) {
    long start = System.nanoTime();
    List<ParsedNotice> parsed = parser.parse(new RawNotice(message, POSITION));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    assertThat(parsed).isNotEmpty().hasSizeLessThanOrEqualTo(NoticeParser.MAX_RECORDS);
    for (ParsedNotice notice : parsed) {
      if (notice instanceof ParsedNotice.Accepted accepted) {
        assertSafe(accepted.notice());
      } else if (notice instanceof ParsedNotice.Rejected rejected) {
        assertShowable(rejected.failure().detail());
        assertThat(letter(rejected).length).isLessThan(LARGEST_RECORD);
      } else {
        assertShowable(((ParsedNotice.Ignored) notice).event());
      }
    }
  }

  private static void assertSafe(UploadNotice notice) {
    assertThat(notice.bucket()).isEqualTo("uploads");
    assertThat(notice.videoId()).matches(KeyPattern.UUID);
    assertThat(notice.ownerId()).matches(KeyPattern.UUID);
    assertThat(notice.key()).hasSizeBetween(1, 512);
    assertThat(List.of(notice.key().split("/", -1))).doesNotContain("..", ".");
    assertThat(notice.sizeBytes()).isGreaterThanOrEqualTo(-1);
    assertThat(notice.eventTime()).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));
    Stream.of(
            notice.key(),
            notice.versionId(),
            notice.eTag(),
            notice.sequencer(),
            notice.title(),
            notice.description())
        .filter(Objects::nonNull)
        .forEach(text -> assertThat(SafeText.isPlainLines(text)).as(text).isTrue());
  }

  /** One line, bounded, nothing that moves a cursor or turns the direction of writing. */
  private static void assertShowable(String text) {
    assertThat(text).hasSizeLessThan(7000);
    assertThat(text.codePoints().map(Character::getType))
        .doesNotContain(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);
  }

  private static byte[] letter(ParsedNotice.Rejected rejected) {
    String text = rejected.record() == null ? "" : rejected.record();
    return DeadLetterJson.bytes(new DeadLetter(
        rejected.failure(),
        POSITION,
        null,
        SafeText.cut(text, ParseFunction.KEPT_CHARACTERS),
        Instant.EPOCH));
  }

  private static byte[] damaged(Random random) {
    byte[] bytes = GOLDEN.get(random.nextInt(GOLDEN.size())).clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (random.nextInt(5) > 0) {
      return bytes;
    }
    byte[] other = GOLDEN.get(random.nextInt(GOLDEN.size()));
    int from = random.nextInt(bytes.length);
    byte[] spliced = Arrays.copyOf(bytes, from + other.length);
    System.arraycopy(other, 0, spliced, from, other.length);
    return spliced;
  }

  /** Well-formed, with other values. */
  private static byte[] changed(Random random) throws IOException {
    JsonNode json = JSON.readTree(GOLDEN.get(random.nextInt(GOLDEN.size())));
    List<JsonNode> containers = new ArrayList<>();
    collect(json, containers);
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes; change++) {
      replace(containers.get(random.nextInt(containers.size())), "hostile-" + change, random);
    }
    String text = json.toString();
    for (int change = 0; change < changes; change++) {
      String hostile = HOSTILE.get(random.nextInt(HOSTILE.size()));
      text = text.replace("\"hostile-" + change + "\"", hostile);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void replace(JsonNode container, String marker, Random random) {
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.put(names.get(random.nextInt(names.size())), marker);
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), marker);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static List<byte[]> golden() {
    try (Stream<Path> files = Files.walk(
        Path.of(Objects.requireNonNull(NoticeParserFuzzTest.class.getResource("/notifications"))
            .toURI()))) {
      List<byte[]> all = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.add(Files.readAllBytes(file));
      }
      return all;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
