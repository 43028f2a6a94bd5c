package io.heimdex.local.cli;

import picocli.CommandLine.Command;

/** {@code ./heimdex model check|sample}. */
@Command(
    name = "model",
    description = "Check the directory of a model, or write a small one to try things out.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelCheckCommand.class, ModelSampleCommand.class})
final class ModelCommand {}
