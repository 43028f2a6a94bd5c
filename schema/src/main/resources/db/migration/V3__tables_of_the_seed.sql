-- Brings tables that were there before V2 to its form. Nothing that they hold is thrown away: what has no place in the new form
-- stays in a column of another name.

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

-- 2. A column that can't be converted moves aside: vectors of other dimensions (as text_vec_1024), and a tsv that is not
-- generated (as tsv_before). Its indexes would only cost.
DO $$
DECLARE
  misfit record;
  index_of_it regclass;
BEGIN
  FOR misfit IN
    SELECT c.oid AS relation, a.attnum AS number, a.attname AS name, wanted.tsv,
      CASE WHEN wanted.tsv THEN 'tsv_before' ELSE a.attname || '_' || a.atttypmod END AS aside
    FROM (VALUES
        ('scenes', 'text_vec', 'vector(${vectorDimensions})', false),
        ('scenes', 'image_vec', 'vector(${vectorDimensions})', false),
        ('scene_staging', 'text_vec', 'vector(${vectorDimensions})', false),
        ('scene_staging', 'image_vec', 'vector(${vectorDimensions})', false),
        ('face_profiles', 'face', 'vector(512)', false),
        ('scenes', 'tsv', 'tsvector', true)
      ) AS wanted (holder, name, type, tsv)
      JOIN pg_class c ON c.oid = to_regclass(wanted.holder)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.name AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE format_type(a.atttypid, a.atttypmod) <> wanted.type
      OR (wanted.tsv AND (a.attgenerated <> 's' OR pg_get_expr(d.adbin, d.adrelid)
          NOT LIKE 'to_tsvector(''simple''::regconfig, COALESCE(transcript, ''''::text))'))
  LOOP
    FOR index_of_it IN
      SELECT indexrelid FROM pg_index WHERE indrelid = misfit.relation AND misfit.number = ANY (indkey::smallint[])
    LOOP
      EXECUTE format('DROP INDEX %s', index_of_it);
    END LOOP;
    EXECUTE format('ALTER TABLE %s RENAME %I TO %I', misfit.relation::regclass, misfit.name, misfit.aside);
  END LOOP;
END $$;

-- 3. Columns that are missing.
ALTER TABLE videos
  ADD COLUMN IF NOT EXISTS storage_bucket varchar(63),
  ADD COLUMN IF NOT EXISTS mime_type varchar(127),
  ADD COLUMN IF NOT EXISTS size_bytes bigint,
  ADD COLUMN IF NOT EXISTS duration_s numeric(10,3),
  ADD COLUMN IF NOT EXISTS state video_state,
  ADD COLUMN IF NOT EXISTS error_code varchar(64),
  ADD COLUMN IF NOT EXISTS error_text text,
  ADD COLUMN IF NOT EXISTS generation varchar(32),
  ADD COLUMN IF NOT EXISTS work_generation varchar(32),
  ADD COLUMN IF NOT EXISTS revision bigint,
  ADD COLUMN IF NOT EXISTS scene_count integer,
  ADD COLUMN IF NOT EXISTS indexed_at timestamptz,
  ADD COLUMN IF NOT EXISTS created_at timestamptz,
  ADD COLUMN IF NOT EXISTS updated_at timestamptz;
ALTER TABLE video_metadata
  ADD COLUMN IF NOT EXISTS title varchar(255),
  ADD COLUMN IF NOT EXISTS description text,
  ADD COLUMN IF NOT EXISTS tags jsonb,
  ADD COLUMN IF NOT EXISTS thumbnail_url varchar(512),
  ADD COLUMN IF NOT EXISTS updated_at timestamptz;
ALTER TABLE scenes
  ADD COLUMN IF NOT EXISTS generation varchar(32),
  ADD COLUMN IF NOT EXISTS scene_index integer,
  ADD COLUMN IF NOT EXISTS transcript text,
  ADD COLUMN IF NOT EXISTS text_vec vector(${vectorDimensions}),
  ADD COLUMN IF NOT EXISTS image_vec vector(${vectorDimensions}),
  ADD COLUMN IF NOT EXISTS vision_tags jsonb,
  ADD COLUMN IF NOT EXISTS sidecar_key varchar(512),
  ADD COLUMN IF NOT EXISTS thumbnail_key varchar(512),
  ADD COLUMN IF NOT EXISTS text_model varchar(255),
  ADD COLUMN IF NOT EXISTS image_model varchar(255),
  ADD COLUMN IF NOT EXISTS pipeline_version varchar(64),
  ADD COLUMN IF NOT EXISTS created_at timestamptz;
ALTER TABLE scene_staging
  ADD COLUMN IF NOT EXISTS text_vec vector(${vectorDimensions}),
  ADD COLUMN IF NOT EXISTS image_vec vector(${vectorDimensions});
ALTER TABLE face_profiles
  ADD COLUMN IF NOT EXISTS name varchar(255),
  ADD COLUMN IF NOT EXISTS face vector(512),
  ADD COLUMN IF NOT EXISTS photo_keys varchar[],
  ADD COLUMN IF NOT EXISTS created_at timestamptz;
ALTER TABLE scene_people
  ADD COLUMN IF NOT EXISTS confidence double precision,
  ADD COLUMN IF NOT EXISTS frame_count integer;

-- 4. Types that can be converted. Times without a zone were UTC. Columns that are right are not touched: others may build on them.
DO $$
DECLARE
  misfit record;
BEGIN
  FOR misfit IN
    SELECT c.oid::regclass AS relation, a.attname AS name, wanted.type,
      CASE
        WHEN wanted.type = 'video_state' THEN format('lower(%I::text)::video_state', a.attname)
        WHEN a.atttypid = 'timestamp'::regtype THEN format('%I AT TIME ZONE ''UTC''', a.attname)
        ELSE format('%I::%s', a.attname, wanted.type)
      END AS conversion
    FROM (VALUES
        ('videos', 'user_id', 'uuid'),
        ('videos', 'storage_key', 'character varying(512)'),
        ('videos', 'mime_type', 'character varying(127)'),
        ('videos', 'size_bytes', 'bigint'),
        ('videos', 'duration_s', 'numeric(10,3)'),
        ('videos', 'state', 'video_state'),
        ('videos', 'error_text', 'text'),
        ('videos', 'indexed_at', 'timestamp with time zone'),
        ('videos', 'created_at', 'timestamp with time zone'),
        ('videos', 'updated_at', 'timestamp with time zone'),
        ('video_metadata', 'tags', 'jsonb'),
        ('video_metadata', 'updated_at', 'timestamp with time zone'),
        ('scenes', 'start_s', 'numeric(10,3)'),
        ('scenes', 'end_s', 'numeric(10,3)'),
        ('scenes', 'scene_index', 'integer'),
        ('scenes', 'vision_tags', 'jsonb'),
        ('scenes', 'sidecar_key', 'character varying(512)'),
        ('scenes', 'thumbnail_key', 'character varying(512)'),
        ('scenes', 'created_at', 'timestamp with time zone'),
        ('face_profiles', 'created_at', 'timestamp with time zone'),
        ('scene_people', 'confidence', 'double precision')
      ) AS wanted (holder, name, type)
      JOIN pg_class c ON c.oid = to_regclass(wanted.holder)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.name AND NOT a.attisdropped
    WHERE format_type(a.atttypid, a.atttypmod) <> wanted.type
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER %I DROP DEFAULT, ALTER %I TYPE %s USING %s',
      misfit.relation, misfit.name, misfit.name, misfit.type, misfit.conversion);
  END LOOP;
END $$;

ALTER TABLE scenes ADD COLUMN IF NOT EXISTS
  tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(transcript, ''))) STORED;

-- 5. Values that were not asked for before.
UPDATE videos SET
  user_id = coalesce(user_id, '00000000-0000-0000-0000-000000000000'),
  storage_key = coalesce(storage_key, ''),
  mime_type = coalesce(mime_type, 'application/octet-stream'),
  size_bytes = coalesce(size_bytes, 0),
  state = coalesce(state, 'uploading'),
  revision = coalesce(revision, 0),
  created_at = coalesce(created_at, indexed_at, now()),
  updated_at = coalesce(updated_at, indexed_at, created_at, now())
WHERE num_nulls(user_id, storage_key, mime_type, size_bytes, state, revision, created_at, updated_at) > 0;

UPDATE video_metadata SET updated_at = now() WHERE updated_at IS NULL;

-- Scenes are published as one generation; those from before are one, too.
UPDATE scenes SET generation = 'migrated' WHERE generation IS NULL;
UPDATE scenes SET created_at = now() WHERE created_at IS NULL;
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

UPDATE videos SET generation = 'migrated', scene_count = counted.scenes
FROM (SELECT video_id, count(*) AS scenes FROM scenes WHERE generation = 'migrated' GROUP BY video_id) AS counted
WHERE videos.video_id = counted.video_id AND videos.generation IS NULL;

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

-- 6. What holds from now on.
ALTER TABLE videos
  ALTER user_id SET NOT NULL,
  ALTER storage_key SET NOT NULL,
  ALTER mime_type SET NOT NULL,
  ALTER mime_type SET DEFAULT 'application/octet-stream',
  ALTER size_bytes SET NOT NULL,
  ALTER size_bytes SET DEFAULT 0,
  ALTER state SET NOT NULL,
  ALTER state SET DEFAULT 'uploading',
  ALTER revision SET NOT NULL,
  ALTER revision SET DEFAULT 0,
  ALTER created_at SET NOT NULL,
  ALTER created_at SET DEFAULT now(),
  ALTER updated_at SET NOT NULL,
  ALTER updated_at SET DEFAULT now();
ALTER TABLE video_metadata
  ALTER updated_at SET NOT NULL,
  ALTER updated_at SET DEFAULT now();
ALTER TABLE scenes
  ALTER video_id SET NOT NULL,
  ALTER generation SET NOT NULL,
  ALTER scene_index SET NOT NULL,
  ALTER start_s SET NOT NULL,
  ALTER end_s SET NOT NULL,
  ALTER created_at SET NOT NULL,
  ALTER created_at SET DEFAULT now();
ALTER TABLE face_profiles ALTER created_at SET DEFAULT now();

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

  -- Scenes go with their video.
  FOR foreign_key IN
    SELECT conname AS name FROM pg_constraint
    WHERE conrelid = 'scenes'::regclass AND contype = 'f' AND confrelid = 'videos'::regclass AND confdeltype <> 'c'
  LOOP
    EXECUTE format('ALTER TABLE scenes DROP CONSTRAINT %I', foreign_key.name);
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'scenes'::regclass AND contype = 'f'
                 AND confrelid = 'videos'::regclass) THEN
    ALTER TABLE scenes ADD FOREIGN KEY (video_id) REFERENCES videos ON DELETE CASCADE;
  END IF;
END $$;
