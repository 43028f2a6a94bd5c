package io.heimdex.local.cli;

import picocli.CommandLine.Command;

/** {@code ./heimdex bench …}. */
@Command(
    name = "bench",
    description = "Measure what things cost on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchScenesCommand.class,
      BenchDecodeCommand.class,
      BenchPipelineCommand.class,
      BenchCheckpointsCommand.class,
      BenchRetrievalCommand.class,
      BenchEmbedCommand.class,
      BenchDecoderCommand.class
    })
final class BenchCommand {}
