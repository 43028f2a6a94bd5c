package io.heimdex.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds pgvector from its source package, in a cache of its own. */
class PgvectorLibraryIT {
  @TempDir
  Path cache;

  @Test
  void replacesABrokenLibraryOnceForAllWhoAsk() throws Exception {
    // Given
    Path folder = Files.createDirectories(cache.resolve("pgvector-17"));
    Files.writeString(folder.resolve("vector.so"), "broken");
    Files.writeString(folder.resolve("vector.control"), "broken");
    ExecutorService two = Executors.newFixedThreadPool(2);

    // When
    Callable<PgvectorLibrary> find =
        () -> PgvectorLibrary.find(library -> refuseBrokenAndInstalled(library), cache);
    Future<PgvectorLibrary> first = two.submit(find);
    Future<PgvectorLibrary> second = two.submit(find);

    // Then
    assertThat(first.get()).isEqualTo(second.get());
    assertThat(Files.size(first.get().library())).isGreaterThan(100_000);
    assertThat(folder.resolve("vector.control")).content().contains("default_version");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("pgvector-17", "pgvector.lock");
    }
    two.shutdown();
  }

  @Test
  void namesAllWaysWhenNoneWorks() {
    assertThatThrownBy(() -> PgvectorLibrary.find(library -> Optional.of("wrong machine"), cache))
        .hasMessageContaining("give the address of a PostgreSQL")
        .hasMessageContaining("install pgvector for PostgreSQL 17")
        .hasMessageContaining("let it be built")
        .hasMessageContaining("wrong machine");
  }

  private Optional<String> refuseBrokenAndInstalled(Path library) {
    boolean built = library.startsWith(cache) && library.toFile().length() > 100_000;
    return built ? Optional.empty() : Optional.of("not built here");
  }
}
