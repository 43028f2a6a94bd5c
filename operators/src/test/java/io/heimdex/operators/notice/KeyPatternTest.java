package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.Notices.KEY;
import static io.heimdex.operators.notice.Notices.OWNER;
import static io.heimdex.operators.notice.Notices.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {

  @Test
  void readsOwnerAndVideo() {
    KeyPattern pattern = new KeyPattern(KeyPattern.DEFAULT_TEMPLATE);

    assertThat(pattern.read(KEY)).contains(new KeyPattern.Ids(VIDEO, OWNER));
  }

  @Test
  void givesIdsInCanonicalForm() {
    KeyPattern pattern = new KeyPattern("{video_id}@{user}");

    assertThat(pattern.read((VIDEO + "@" + OWNER).toUpperCase(Locale.ROOT)))
        .contains(new KeyPattern.Ids(VIDEO, OWNER));
  }

  @Test
  void takesAllButPlaceholdersLiterally() {
    KeyPattern pattern = new KeyPattern("a.*(b)\\E/{user}/{video_id}");

    assertThat(pattern.read("a.*(b)\\E/" + OWNER + "/" + VIDEO)).isPresent();
    assertThat(pattern.read("axx(b)\\E/" + OWNER + "/" + VIDEO)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "videos/{user}/{name}.{ext}",
        "videos/{video_id}",
        "videos/{user}",
        "{user}/{user}/{video_id}",
        "{user}/{video_id}.{ext}.{ext}",
        "{user}/{video_id}/{any}",
        ""
      })
  void rejectsTemplatesThatCanNotTellOwnerAndVideo(String template) {
    assertThatThrownBy(() -> new KeyPattern(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + template + "'");
  }

  @Test
  void travelsToTheWorkers() throws Exception {
    KeyPattern pattern = InstantiationUtil.clone(new KeyPattern(KeyPattern.DEFAULT_TEMPLATE));

    assertThat(pattern.read(KEY)).isPresent();
  }
}
