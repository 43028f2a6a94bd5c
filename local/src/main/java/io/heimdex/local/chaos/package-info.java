/** The chaos command: videos under faults that are drawn from a seed, compared with a run without any. */
@NullMarked
package io.heimdex.local.chaos;

import org.jspecify.annotations.NullMarked;
