/** The command line: one class a command. */
@NullMarked
package io.heimdex.local.cli;

import org.jspecify.annotations.NullMarked;
