/** Processes and ports of this machine. */
@NullMarked
package io.heimdex.local.process;

import org.jspecify.annotations.NullMarked;
