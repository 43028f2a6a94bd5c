/** Attempts at opening and decoding videos: counted where a crash can't reach, so that a hostile video ends. */
@NullMarked
package io.heimdex.operators.attempt;

import org.jspecify.annotations.NullMarked;
