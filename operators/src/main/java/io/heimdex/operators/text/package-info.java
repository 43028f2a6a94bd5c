/** Texts as the tokens that models take. */
@NullMarked
package io.heimdex.operators.text;

import org.jspecify.annotations.NullMarked;
