/** What the code relies on in the database, and how a database differs from it. Pure: reading a database is done elsewhere. */
@NullMarked
package io.heimdex.schema.database;

import org.jspecify.annotations.NullMarked;
