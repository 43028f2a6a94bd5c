-- Brings tables that were there before V2 to its form. Nothing that they hold is thrown away: what has no place in the new form
-- stays in a column of another name. Run again, it mends what somebody changed since.

-- The columns of all tables, as in V2; fallback is the default value.
CREATE TEMPORARY TABLE wanted_column (holder text, name text, type text, required boolean, fallback text) ON COMMIT DROP;
INSERT INTO wanted_column VALUES
  ('videos', 'video_id', 'uuid', true, NULL),
  ('videos', 'user_id', 'uuid', true, NULL),
  ('videos', 'storage_bucket', 'character varying(63)', false, NULL),
  ('videos', 'storage_key', 'character varying(512)', true, NULL),
  ('videos', 'mime_type', 'character varying(127)', true, '''application/octet-stream'''),
  ('videos', 'size_bytes', 'bigint', true, '0'),
  ('videos', 'duration_s', 'numeric(10,3)', false, NULL),
  ('videos', 'state', 'video_state', true, '''uploading'''),
  ('videos', 'error_code', 'character varying(64)', false, NULL),
  ('videos', 'error_text', 'text', false, NULL),
  ('videos', 'generation', 'character varying(32)', false, NULL),
  ('videos', 'work_generation', 'character varying(32)', false, NULL),
  ('videos', 'revision', 'bigint', true, '0'),
  ('videos', 'scene_count', 'integer', false, NULL),
  ('videos', 'indexed_at', 'timestamp with time zone', false, NULL),
  ('videos', 'created_at', 'timestamp with time zone', true, 'now()'),
  ('videos', 'updated_at', 'timestamp with time zone', true, 'now()'),
  ('video_metadata', 'video_id', 'uuid', true, NULL),
  ('video_metadata', 'title', 'character varying(255)', false, NULL),
  ('video_metadata', 'description', 'text', false, NULL),
  ('video_metadata', 'tags', 'jsonb', false, NULL),
  ('video_metadata', 'thumbnail_url', 'character varying(512)', false, NULL),
  ('video_metadata', 'updated_at', 'timestamp with time zone', true, 'now()'),
  ('scenes', 'scene_id', 'uuid', true, NULL),
  ('scenes', 'video_id', 'uuid', true, NULL),
  ('scenes', 'generation', 'character varying(32)', true, NULL),
  ('scenes', 'scene_index', 'integer', true, NULL),
  ('scenes', 'start_s', 'numeric(10,3)', true, NULL),
  ('scenes', 'end_s', 'numeric(10,3)', true, NULL),
  ('scenes', 'transcript', 'text', false, NULL),
  ('scenes', 'text_vec', 'vector(${vectorDimensions})', false, NULL),
  ('scenes', 'image_vec', 'vector(${vectorDimensions})', false, NULL),
  ('scenes', 'vision_tags', 'jsonb', false, NULL),
  ('scenes', 'sidecar_key', 'character varying(512)', false, NULL),
  ('scenes', 'thumbnail_key', 'character varying(512)', false, NULL),
  ('scenes', 'text_model', 'character varying(255)', false, NULL),
  ('scenes', 'image_model', 'character varying(255)', false, NULL),
  ('scenes', 'pipeline_version', 'character varying(64)', false, NULL),
  ('scenes', 'created_at', 'timestamp with time zone', true, 'now()'),
  ('scene_staging', 'batch_id', 'uuid', true, NULL),
  ('scene_staging', 'video_id', 'uuid', true, NULL),
  ('scene_staging', 'generation', 'character varying(32)', true, NULL),
  ('scene_staging', 'scene_index', 'integer', true, NULL),
  ('scene_staging', 'scene_id', 'uuid', true, NULL),
  ('scene_staging', 'start_s', 'numeric(10,3)', true, NULL),
  ('scene_staging', 'end_s', 'numeric(10,3)', true, NULL),
  ('scene_staging', 'transcript', 'text', false, NULL),
  ('scene_staging', 'text_vec', 'vector(${vectorDimensions})', false, NULL),
  ('scene_staging', 'image_vec', 'vector(${vectorDimensions})', false, NULL),
  ('scene_staging', 'vision_tags', 'jsonb', false, NULL),
  ('scene_staging', 'sidecar_key', 'character varying(512)', false, NULL),
  ('scene_staging', 'thumbnail_key', 'character varying(512)', false, NULL),
  ('scene_staging', 'text_model', 'character varying(255)', false, NULL),
  ('scene_staging', 'image_model', 'character varying(255)', false, NULL),
  ('scene_staging', 'pipeline_version', 'character varying(64)', false, NULL),
  ('scene_staging', 'staged_at', 'timestamp with time zone', true, 'now()'),
  ('object_garbage', 'prefix', 'character varying(1024)', true, NULL),
  ('object_garbage', 'video_id', 'uuid', true, NULL),
  ('object_garbage', 'noted_at', 'timestamp with time zone', true, 'now()'),
  ('face_profiles', 'person_id', 'uuid', true, NULL),
  ('face_profiles', 'user_id', 'uuid', true, NULL),
  ('face_profiles', 'name', 'character varying(255)', false, NULL),
  ('face_profiles', 'face', 'vector(512)', false, NULL),
  ('face_profiles', 'photo_keys', 'character varying[]', false, NULL),
  ('face_profiles', 'created_at', 'timestamp with time zone', true, 'now()'),
  ('scene_people', 'scene_id', 'uuid', true, NULL),
  ('scene_people', 'person_id', 'uuid', true, NULL),
  ('scene_people', 'confidence', 'double precision', false, NULL),
  ('scene_people', 'frame_count', 'integer', false, NULL);

-- 1. Names that changed.
DO $$
DECLARE
  holder text;
BEGIN
  FOREACH holder IN ARRAY ARRAY['face_profiles', 'scene_people'] LOOP
    IF EXISTS (SELECT FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = holder AND column_name = 'face_profile_id')
      AND NOT EXISTS (SELECT FROM information_schema.columns
                      WHERE table_schema = current_schema() AND table_name = holder AND column_name = 'person_id')
    THEN
      EXECUTE format('ALTER TABLE %I RENAME face_profile_id TO person_id', holder);
    END IF;
  END LOOP;
END $$;

-- 2. A column that can't be converted moves aside if it holds anything: vectors of other dimensions (as text_vec_1024), and a
-- tsv that is not generated (as tsv_before). Its indexes would only cost.
DO $$
DECLARE
  misfit record;
  index_of_it regclass;
  holds_values boolean;
BEGIN
  FOR misfit IN
    SELECT a.attrelid::regclass AS relation, a.attnum AS number, a.attname AS name, a.attgenerated = 's' AS generated,
      a.attname || CASE WHEN wanted.tsv THEN '_before' WHEN a.atttypmod = -1 THEN '_any' ELSE '_' || a.atttypmod END AS aside
    FROM (SELECT holder, name, type, false AS tsv FROM wanted_column WHERE type LIKE 'vector%'
          UNION ALL VALUES ('scenes', 'tsv', 'tsvector', true)) AS wanted
      JOIN pg_attribute a ON a.attrelid = to_regclass(wanted.holder) AND a.attname = wanted.name AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE format_type(a.atttypid, a.atttypmod) <> wanted.type
      OR (wanted.tsv AND (a.attgenerated <> 's' OR pg_get_expr(d.adbin, d.adrelid)
          <> 'to_tsvector(''simple''::regconfig, COALESCE(transcript, ''''::text))'))
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I IS NOT NULL)', misfit.relation, misfit.name) INTO holds_values;
    IF misfit.generated OR NOT holds_values THEN
      EXECUTE format('ALTER TABLE %s DROP COLUMN %I', misfit.relation, misfit.name);
      CONTINUE;
    END IF;
    FOR index_of_it IN
      SELECT indexrelid FROM pg_index WHERE indrelid = misfit.relation AND misfit.number = ANY (indkey::smallint[])
    LOOP
      EXECUTE format('DROP INDEX %s', index_of_it);
    END LOOP;
    EXECUTE format('ALTER TABLE %s RENAME %I TO %I', misfit.relation, misfit.name, misfit.aside);
  END LOOP;
END $$;

-- 3. Columns that are missing or of another type. Times without a zone were UTC. Columns that are right are not touched: others
-- may build on them.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT w.*, to_regclass(w.holder) AS relation, a.atttypid AS found, format_type(a.atttypid, a.atttypmod) AS found_type
    FROM wanted_column w
      LEFT JOIN pg_attribute a ON a.attrelid = to_regclass(w.holder) AND a.attname = w.name AND NOT a.attisdropped
  LOOP
    IF wanted.found IS NULL THEN
      EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', wanted.relation, wanted.name, wanted.type);
    ELSIF wanted.found_type <> wanted.type THEN
      EXECUTE format('ALTER TABLE %1$s ALTER %2$I DROP DEFAULT, ALTER %2$I TYPE %3$s USING '
        || CASE
          WHEN wanted.type = 'video_state' THEN 'lower(%2$I::text)::%3$s'
          WHEN wanted.found = 'timestamp'::regtype THEN '%2$I AT TIME ZONE ''UTC'''
          -- No cast: a text that is too long is an error, not cut.
          WHEN wanted.type LIKE 'character varying%' THEN '%2$I'
          ELSE '%2$I::%3$s'
        END, wanted.relation, wanted.name, wanted.type);
    END IF;
  END LOOP;
END $$;

ALTER TABLE scenes ADD COLUMN IF NOT EXISTS
  tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(transcript, ''))) STORED;

-- 4. Values that were not asked for before.
UPDATE videos SET
  user_id = coalesce(user_id, '00000000-0000-0000-0000-000000000000'),
  storage_key = coalesce(storage_key, ''),
  created_at = coalesce(created_at, indexed_at, now()),
  updated_at = coalesce(updated_at, indexed_at, created_at, now())
WHERE num_nulls(user_id, storage_key, created_at, updated_at) > 0;

-- Scenes are published as one generation; those from before are one, too.
UPDATE scenes SET generation = coalesce(videos.generation, 'migrated')
FROM videos WHERE videos.video_id = scenes.video_id AND scenes.generation IS NULL;
UPDATE scenes SET start_s = 0 WHERE start_s IS NULL;
-- The shortest span there is, for a scene that ended with or before its start.
UPDATE scenes SET end_s = start_s + 0.001 WHERE end_s IS NULL OR end_s <= start_s;

-- In the order of time. Rows that retries wrote twice stay, each with a place of its own.
UPDATE scenes SET scene_index = place.scene_index
FROM (
  SELECT scene_id, row_number() OVER (
      PARTITION BY video_id ORDER BY start_s, end_s, created_at, scene_id) - 1 AS scene_index
  FROM scenes
  WHERE video_id IN (
    SELECT video_id FROM scenes GROUP BY video_id HAVING count(DISTINCT scene_index) < count(*))
) AS place
WHERE scenes.scene_id = place.scene_id AND scenes.scene_index IS DISTINCT FROM place.scene_index;

UPDATE videos SET generation = live.generation, scene_count = live.scenes
FROM (SELECT video_id, min(generation) AS generation, count(*) AS scenes FROM scenes GROUP BY video_id) AS live
WHERE videos.video_id = live.video_id AND videos.generation IS NULL;

-- Titles that stood in videos. They stay there as well, but are asked for no more.
DO $$
DECLARE
  moved text;
BEGIN
  FOR moved IN
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'videos' AND column_name IN ('title', 'description')
  LOOP
    EXECUTE format('ALTER TABLE videos ALTER %I DROP NOT NULL', moved);
    EXECUTE format(
      'INSERT INTO video_metadata (video_id, %1$I, updated_at) SELECT video_id, %2$s, now() FROM videos WHERE %1$I IS NOT NULL '
      || 'ON CONFLICT (video_id) DO UPDATE SET %1$I = excluded.%1$I WHERE video_metadata.%1$I IS NULL',
      moved, CASE moved WHEN 'title' THEN 'left(title, 255)' ELSE moved END);
  END LOOP;
END $$;

-- 5. What holds from now on.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT w.*, to_regclass(w.holder) AS relation FROM wanted_column w
    WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = to_regclass(w.holder) AND indisprimary
                      AND w.name = ANY (SELECT attname FROM pg_attribute
                                        WHERE attrelid = indrelid AND attnum = ANY (indkey::smallint[])))
  LOOP
    IF wanted.required AND wanted.fallback IS NOT NULL THEN
      EXECUTE format('UPDATE %1$s SET %2$I = %3$s WHERE %2$I IS NULL', wanted.relation, wanted.name, wanted.fallback);
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER %I %s NOT NULL', wanted.relation, wanted.name,
      CASE WHEN wanted.required THEN 'SET' ELSE 'DROP' END);
    IF wanted.fallback IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT %s', wanted.relation, wanted.name, wanted.fallback);
    END IF;
  END LOOP;
END $$;

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
        ('videos', 'video_id'),
        ('video_metadata', 'video_id'),
        ('scenes', 'scene_id'),
        ('scene_staging', 'batch_id, scene_index'),
        ('object_garbage', 'prefix'),
        ('face_profiles', 'person_id'),
        ('scene_people', 'scene_id, person_id')
      ) AS list (holder, key)
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(list.holder) AND contype = 'p')
  LOOP
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (%s)', wanted.holder, wanted.key);
  END LOOP;
END $$;

DO $$
DECLARE
  foreign_key record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'scenes'::regclass AND contype = 'u'
                 AND pg_get_constraintdef(oid) = 'UNIQUE (video_id, scene_index)') THEN
    ALTER TABLE scenes ADD UNIQUE (video_id, scene_index);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'scenes'::regclass AND contype = 'c'
                 AND pg_get_constraintdef(oid) = 'CHECK ((end_s > start_s))') THEN
    ALTER TABLE scenes ADD CHECK (end_s > start_s);
  END IF;

  -- Users are another system's: a video may come before its owner is known here.
  FOR foreign_key IN
    SELECT conname AS name FROM pg_constraint WHERE conrelid = 'videos'::regclass AND contype = 'f'
  LOOP
    EXECUTE format('ALTER TABLE videos DROP CONSTRAINT %I', foreign_key.name);
  END LOOP;
END $$;

-- Scenes, their people and the metadata go with their video.
DO $$
DECLARE
  wanted record;
  foreign_key record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
        ('scenes', 'video_id', 'videos'),
        ('video_metadata', 'video_id', 'videos'),
        ('scene_people', 'scene_id', 'scenes')
      ) AS list (holder, name, target)
    WHERE NOT EXISTS (SELECT FROM pg_constraint
                      WHERE conrelid = to_regclass(list.holder) AND contype = 'f' AND confdeltype = 'c'
                        AND confrelid = to_regclass(list.target))
  LOOP
    FOR foreign_key IN
      SELECT conname AS name FROM pg_constraint
      WHERE conrelid = to_regclass(wanted.holder) AND contype = 'f' AND confrelid = to_regclass(wanted.target)
    LOOP
      EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', wanted.holder, foreign_key.name);
    END LOOP;
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (%I) REFERENCES %I ON DELETE CASCADE',
      wanted.holder, wanted.name, wanted.target);
  END LOOP;
END $$;
