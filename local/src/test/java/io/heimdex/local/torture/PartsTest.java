package io.heimdex.local.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  @TempDir
  private static Path folder;

  @BeforeAll
  static void makeVideos() throws IOException {
    TortureSources.synthetic(folder);
  }

  @Test
  void anMp4FileIsTakenApartDownToTheSizeOfItsPicture() throws Exception {
    assertThat(types("plain.mp4"))
        .contains("ftyp", "mdat", "moov", "trak", "stbl", "stsd", "avc1", "avcC", "stsz", "mp4a");
  }

  @Test
  void fragmentsAreFound() throws Exception {
    assertThat(types("fragmented.mp4")).contains("moof", "traf", "trun", "mdat");
  }

  @Test
  void matroskaAndWebmAreTakenApartDownToTheSizeOfTheirPicture() throws Exception {
    assertThat(types("plain.mkv")).contains("18538067", "1654ae6b", "ae", "e0", "b0", "ba");
    assertThat(types("vp9.webm")).contains("18538067", "1654ae6b", "ae", "e0", "b0", "ba", "a3");
  }

  @Test
  void anAviFileIsTakenApartDownToItsFrames() throws Exception {
    assertThat(types("plain.avi")).contains("RIFF", "LIST", "avih", "strh", "strf", "00dc");
  }

  @Test
  void aTransportStreamIsTakenApartIntoPackets() throws Exception {
    assertThat(types("open.ts")).hasSizeGreaterThan(100).containsOnly("packet");
  }

  @Test
  void theBoxesOfAnMp4FileFillItWithoutAGap() throws Exception {
    // When
    byte[] file = TortureSource.read(folder.resolve("plain.mp4")).bytes();
    List<Part> parts = Parts.of(file);

    // Then
    int end = 0;
    for (Part part : parts) {
      if (part.from() == end) {
        end = part.to();
      }
    }
    assertThat(end).isEqualTo(file.length);
  }

  @Test
  void aSizeThatIsWrittenIsReadAgain() throws Exception {
    for (String name : List.of("plain.mp4", "plain.mkv", "plain.avi")) {
      byte[] file = TortureSource.read(folder.resolve(name)).bytes();
      for (Part part : Parts.of(file)) {
        byte[] written = file.clone();
        part.sizeField().write(written, part.sizeAt(), part.size());
        assertThat(Parts.of(written)).as("%s of %s", part, name).contains(part);
      }
    }
  }

  private static List<String> types(String name) throws IOException {
    return Parts.of(TortureSource.read(folder.resolve(name)).bytes()).stream()
        .map(Part::type)
        .toList();
  }
}
