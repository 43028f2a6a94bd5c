/** Failures on their way out: to the video's row and to the dead letters. */
@NullMarked
package io.heimdex.operators.deadletter;

import org.jspecify.annotations.NullMarked;
