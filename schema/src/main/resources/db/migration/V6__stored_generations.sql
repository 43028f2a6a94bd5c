-- What the janitor decides by: the revision of a staged batch, and which generations have objects in the store, for which
-- work. Safe to run twice.
CREATE TABLE IF NOT EXISTS stored_generations (
  video_id uuid NOT NULL,
  generation varchar(32) NOT NULL,
  revision bigint NOT NULL,
  discarded boolean NOT NULL DEFAULT false,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (video_id, generation)
);

-- Batches from before have none. Run again, this mends what somebody changed since.
DO $$
DECLARE
  wanted record;
  found text;
BEGIN
  FOR wanted IN
    SELECT *, to_regclass(holder) AS relation FROM (VALUES
        ('scene_staging', 'revision', 'bigint', false, NULL),
        ('stored_generations', 'video_id', 'uuid', true, NULL),
        ('stored_generations', 'generation', 'character varying(32)', true, NULL),
        ('stored_generations', 'revision', 'bigint', true, NULL),
        ('stored_generations', 'discarded', 'boolean', true, 'false'),
        ('stored_generations', 'claimed_at', 'timestamp with time zone', true, 'now()')
      ) AS list (holder, name, type, required, fallback)
  LOOP
    SELECT format_type(atttypid, atttypmod) INTO found FROM pg_attribute
    WHERE attrelid = wanted.relation AND attname = wanted.name AND NOT attisdropped;
    IF found IS NULL THEN
      EXECUTE format('ALTER TABLE %s ADD %I %s', wanted.relation, wanted.name, wanted.type);
    ELSIF found <> wanted.type THEN
      EXECUTE format('ALTER TABLE %1$s ALTER %2$I DROP DEFAULT, ALTER %2$I TYPE %3$s USING %2$I::text::%3$s',
        wanted.relation, wanted.name, wanted.type);
    END IF;
    IF wanted.required THEN
      -- A claim that can't be read claims nothing.
      EXECUTE format('DELETE FROM %s WHERE %I IS NULL AND %L IS NULL', wanted.relation, wanted.name, wanted.fallback);
      EXECUTE format('UPDATE %1$s SET %2$I = %3$s WHERE %2$I IS NULL', wanted.relation, wanted.name,
        coalesce(wanted.fallback, 'NULL'));
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER %I %s NOT NULL', wanted.relation, wanted.name,
      CASE WHEN wanted.required THEN 'SET' ELSE 'DROP' END);
    EXECUTE format('ALTER TABLE %s ALTER %I %s', wanted.relation, wanted.name,
      CASE WHEN wanted.fallback IS NULL THEN 'DROP DEFAULT' ELSE 'SET DEFAULT ' || wanted.fallback END);
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'stored_generations'::regclass AND contype = 'p') THEN
    ALTER TABLE stored_generations ADD PRIMARY KEY (video_id, generation);
  END IF;
END $$;

COMMENT ON COLUMN scene_staging.revision IS 'of the work whose commit publishes the batch; null where it was staged by an older version';
COMMENT ON TABLE stored_generations IS 'generations whose objects lie, or may lie, in the store: claimed before the first object is written';
COMMENT ON COLUMN stored_generations.revision IS 'of the newest work that claimed the generation';
COMMENT ON COLUMN stored_generations.discarded IS 'that work ended without being published, and its objects are given up';
