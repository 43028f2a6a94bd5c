package io.heimdex.local.cli;

import picocli.CommandLine.Command;

/** {@code ./heimdex schema migrate|check}. */
@Command(
    name = "schema",
    description = "Bring a database to the schema that Heimdex needs, or see how it differs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SchemaMigrateCommand.class, SchemaCheckCommand.class})
final class SchemaCommand {}
