-- What users of an indexed video should know, as that its end is missing. Safe to run twice; run again, this mends what somebody
-- changed since.
ALTER TABLE videos ADD COLUMN IF NOT EXISTS warnings jsonb NOT NULL DEFAULT '[]';

DO $$
BEGIN
  IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = 'videos'::regclass AND attname = 'warnings' AND NOT attisdropped) <> 'jsonb' THEN
    ALTER TABLE videos ALTER warnings DROP DEFAULT, ALTER warnings TYPE jsonb USING to_jsonb(warnings);
  END IF;
END $$;

UPDATE videos SET warnings = '[]' WHERE warnings IS NULL;
ALTER TABLE videos ALTER warnings SET DEFAULT '[]', ALTER warnings SET NOT NULL;

COMMENT ON COLUMN videos.warnings IS 'of the rows that are live: objects with code (DAMAGED, STARTS_LATE, ENDS_EARLY) and detail; empty where all is well';
