/** What operators that work asynchronously have in common. */
@NullMarked
package io.heimdex.operators.async;

import org.jspecify.annotations.NullMarked;
