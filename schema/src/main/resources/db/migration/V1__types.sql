-- Rules for all migrations: none is edited once released, each is safe to run twice, and none loses a row of a database
-- that was there before. ${vectorDimensions} is set by whoever runs them, once for a database.

CREATE EXTENSION IF NOT EXISTS vector;

-- Older databases call the type videostate, or hold other labels or another order; their columns are taken along.
DO $$
DECLARE
  labels CONSTANT text[] := ARRAY['uploading', 'validating', 'processing', 'indexed', 'failed', 'deleted'];
  use record;
  fallback text;
BEGIN
  IF to_regtype('video_state') IS NULL AND to_regtype('videostate') IS NOT NULL THEN
    ALTER TYPE videostate RENAME TO video_state;
  END IF;
  IF labels = (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum
               WHERE enumtypid = to_regtype('video_state')) THEN
    RETURN;
  END IF;

  IF to_regtype('video_state') IS NOT NULL THEN
    ALTER TYPE video_state RENAME TO video_state_before;
  END IF;
  CREATE TYPE video_state AS ENUM ('uploading', 'validating', 'processing', 'indexed', 'failed', 'deleted');

  FOR use IN
    SELECT a.attrelid::regclass AS relation, a.attname AS name, pg_get_expr(d.adbin, d.adrelid) AS fallback
    FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.atttypid = to_regtype('video_state_before') AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER %I DROP DEFAULT, ALTER %I TYPE video_state USING lower(%I::text)::video_state',
      use.relation, use.name, use.name, use.name);
    IF use.fallback IS NOT NULL THEN
      EXECUTE format('SELECT lower((%s)::text)', use.fallback) INTO fallback;
      EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT %L', use.relation, use.name, fallback);
    END IF;
  END LOOP;
  DROP TYPE IF EXISTS video_state_before;
END $$;
