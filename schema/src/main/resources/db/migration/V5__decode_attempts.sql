-- Attempts to decode that have not come further yet: what a restart must not forget. Safe to run twice.
CREATE TABLE IF NOT EXISTS decode_attempts (
  video_id uuid NOT NULL,
  revision bigint NOT NULL,
  segment integer NOT NULL,
  generation varchar(32) NOT NULL,
  begun integer NOT NULL DEFAULT 0,
  faults integer NOT NULL DEFAULT 0,
  farthest_us bigint,
  last_code varchar(64),
  last_error text,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (video_id, revision, segment)
);

-- Run again, it mends what somebody changed since.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
        ('video_id', 'uuid', true, NULL),
        ('revision', 'bigint', true, NULL),
        ('segment', 'integer', true, NULL),
        ('generation', 'character varying(32)', true, NULL),
        ('begun', 'integer', true, '0'),
        ('faults', 'integer', true, '0'),
        ('farthest_us', 'bigint', false, NULL),
        ('last_code', 'character varying(64)', false, NULL),
        ('last_error', 'text', false, NULL),
        ('updated_at', 'timestamp with time zone', true, 'now()')
      ) AS list (name, type, required, fallback)
  LOOP
    IF EXISTS (SELECT FROM pg_attribute
               WHERE attrelid = 'decode_attempts'::regclass AND attname = wanted.name AND NOT attisdropped
                 AND format_type(atttypid, atttypmod) = wanted.type) THEN
      IF wanted.required THEN
        EXECUTE format('DELETE FROM decode_attempts WHERE %I IS NULL', wanted.name);
      END IF;
    ELSE
      -- Counts that can't be read are no counts: work that goes on is counted anew.
      DELETE FROM decode_attempts;
      EXECUTE format('ALTER TABLE decode_attempts DROP COLUMN IF EXISTS %I', wanted.name);
      EXECUTE format('ALTER TABLE decode_attempts ADD %I %s', wanted.name, wanted.type);
    END IF;
    EXECUTE format('ALTER TABLE decode_attempts ALTER %I %s NOT NULL', wanted.name,
      CASE WHEN wanted.required THEN 'SET' ELSE 'DROP' END);
    EXECUTE format('ALTER TABLE decode_attempts ALTER %I %s', wanted.name,
      CASE WHEN wanted.fallback IS NULL THEN 'DROP DEFAULT' ELSE 'SET DEFAULT ' || wanted.fallback END);
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'decode_attempts'::regclass AND contype = 'p') THEN
    DELETE FROM decode_attempts;
    ALTER TABLE decode_attempts ADD PRIMARY KEY (video_id, revision, segment);
  END IF;
END $$;

COMMENT ON TABLE decode_attempts IS 'attempts to open a video or to decode a segment of it that have not come further yet';
COMMENT ON COLUMN decode_attempts.segment IS 'from 0; -1 stands for opening the container';
COMMENT ON COLUMN decode_attempts.begun IS 'attempts begun since the last progress, the one that runs included';
COMMENT ON COLUMN decode_attempts.faults IS 'those of them that are known to have ended by a fault of the decoder';
COMMENT ON COLUMN decode_attempts.farthest_us IS 'how far any attempt has come, microseconds of the container; null at the start';
