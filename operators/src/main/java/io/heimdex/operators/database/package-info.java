/** PostgreSQL: settings, migrations, and the check of the schema. */
@NullMarked
package io.heimdex.operators.database;

import org.jspecify.annotations.NullMarked;
