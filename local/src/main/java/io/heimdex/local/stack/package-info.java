/** All services of Heimdex on one machine, started and stopped together. */
@NullMarked
package io.heimdex.local.stack;

import org.jspecify.annotations.NullMarked;
