package io.heimdex.local.cli;

import io.heimdex.jobs.SceneIndexConfig;
import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.TextEmbedder;
import io.heimdex.operators.embed.TextModelSettings;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.search.FoundScene;
import io.heimdex.operators.search.SceneSearch;
import io.heimdex.operators.search.SearchResult;
import io.heimdex.operators.search.VectorColumn;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./heimdex search TEXT --model DIR}. */
@Command(
    name = "search",
    description = {
      "Find the scenes of the stack that is up whose pictures, or whose texts, mean what the words say.",
      "The model must be the one that the videos were indexed with: vectors of another can't be compared, and such a query is refused."
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TEXT", description = "The words.")
  private String text = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description =
          "What heimdex.embed.text.model was, or for pictures heimdex.embed.image.model: a directory with a text tower.")
  private String model = "";

  @Option(
      names = "--in",
      paramLabel = "VECTORS",
      description =
          "image: what scenes show; text: what is written of their videos (default: ${DEFAULT-VALUE}).")
  private VectorColumn column = VectorColumn.IMAGE;

  @Option(
      names = "--query-prefix",
      paramLabel = "WORDS",
      description =
          "What stands before a query, where the model wants it and its files do not say: 'query: ' for E5.")
  private @Nullable String queryPrefix;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most scenes; ${DEFAULT-VALUE} by default.")
  private int limit = 10;

  @Mixin
  private JobOptionFlags jobOptions = new JobOptionFlags();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    StackAddresses stack = StackClients.running();
    TextOverrides overrides = SceneIndexConfig.textOverrides(jobOptions.values(), queryPrefix);
    TextModelSettings settings = new TextModelSettings(
        new ModelSource(
            model,
            new S3ObjectStoreFactory(stack.s3()),
            jobOptions.values().get(SceneIndexOptions.EMBED_MODEL_CACHE.key())),
        overrides);
    SearchResult result = search(stack.database(), settings);
    output.result(result, text(result));
    return ExitCode.OK;
  }

  private SearchResult search(DatabaseSettings database, TextModelSettings settings)
      throws Exception {
    SceneSearch search = new SceneSearch(column, rowsModel(settings));
    try (TextEmbedder embedder =
            new OnnxTextEmbedderFactory(settings, TextPurpose.QUERY, 1, 1, OnnxDevice.CPU).open();
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password())) {
      connection.setAutoCommit(false);
      if (embedder.isTruncated(text)) {
        System.err.println("The words are more than the model takes; it reads the beginning only");
      }
      return search.nearest(connection, embedder.embed(List.of(text)).get(0), limit);
    }
  }

  /** As the rows name the model whose vectors those of its texts can be compared with. */
  private String rowsModel(TextModelSettings settings) {
    TextModelDirectory directory = settings.directory();
    if (column == VectorColumn.TEXT) {
      return directory.id();
    }
    if (!directory.family().isTower()) {
      throw new IllegalArgumentException(
          "The model in " + directory.root()
              + " knows texts only, not pictures; expected one of both, such as SigLIP or CLIP, or --in text");
    }
    return ModelDirectory.read(settings.source().path()).id();
  }

  private static String text(SearchResult result) {
    List<String> lines = new ArrayList<>();
    for (FoundScene scene : result.scenes()) {
      lines.add(String.format(
          Locale.ROOT,
          "%6.3f  %s  scene %d  %.3f – %.3f s  %s",
          scene.cosine(),
          scene.videoId(),
          scene.sceneIndex(),
          scene.startS(),
          scene.endS(),
          scene.title() == null ? "" : scene.title()));
    }
    if (!result.otherModels().isEmpty()) {
      lines.add("Left out are scenes of other models, which can't be compared: "
          + String.join(", ", result.otherModels()));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
