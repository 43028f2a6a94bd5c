/** Measurements that anyone can repeat. */
@NullMarked
package io.heimdex.local.bench;

import org.jspecify.annotations.NullMarked;
