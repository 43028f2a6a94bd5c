/** PostgreSQL with pgvector, started from the class path's binaries or reached at an address that the user gave. */
@NullMarked
package io.heimdex.local.postgres;

import org.jspecify.annotations.NullMarked;
