/** Helpers for metrics that several operators have in common. */
@NullMarked
package io.heimdex.operators.metrics;

import org.jspecify.annotations.NullMarked;
