/** Which notifications become work: duplicates and stale ones are dropped, generations and revisions are given. */
@NullMarked
package io.heimdex.operators.admit;

import org.jspecify.annotations.NullMarked;
