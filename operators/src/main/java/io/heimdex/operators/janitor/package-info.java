/** Removing what crashes and failures leave behind, and nobody can need again. */
@NullMarked
package io.heimdex.operators.janitor;

import org.jspecify.annotations.NullMarked;
