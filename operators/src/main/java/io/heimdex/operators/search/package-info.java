/** Scenes by the nearness of their vectors to that of a query. */
@NullMarked
package io.heimdex.operators.search;

import org.jspecify.annotations.NullMarked;
