-- The tables as they should be. Those that are there already are left to the next migration.

CREATE TABLE IF NOT EXISTS videos (
  video_id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  storage_bucket varchar(63),
  storage_key varchar(512) NOT NULL,
  mime_type varchar(127) NOT NULL DEFAULT 'application/octet-stream',
  size_bytes bigint NOT NULL DEFAULT 0,
  duration_s numeric(10,3),
  state video_state NOT NULL DEFAULT 'uploading',
  error_code varchar(64),
  error_text text,
  generation varchar(32),
  work_generation varchar(32),
  revision bigint NOT NULL DEFAULT 0,
  scene_count integer,
  indexed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS video_metadata (
  video_id uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
  title varchar(255),
  description text,
  tags jsonb,
  thumbnail_url varchar(512),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS scenes (
  scene_id uuid PRIMARY KEY,
  video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  generation varchar(32) NOT NULL,
  scene_index integer NOT NULL,
  start_s numeric(10,3) NOT NULL,
  end_s numeric(10,3) NOT NULL,
  transcript text,
  tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(transcript, ''))) STORED,
  text_vec vector(${vectorDimensions}),
  image_vec vector(${vectorDimensions}),
  vision_tags jsonb,
  sidecar_key varchar(512),
  thumbnail_key varchar(512),
  text_model varchar(255),
  image_model varchar(255),
  pipeline_version varchar(64),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (video_id, scene_index),
  CHECK (end_s > start_s)
);

-- Rows wait here for their commit. No index but the key: vectors are indexed once, in scenes.
CREATE TABLE IF NOT EXISTS scene_staging (
  batch_id uuid NOT NULL,
  video_id uuid NOT NULL,
  generation varchar(32) NOT NULL,
  scene_index integer NOT NULL,
  scene_id uuid NOT NULL,
  start_s numeric(10,3) NOT NULL,
  end_s numeric(10,3) NOT NULL,
  transcript text,
  text_vec vector(${vectorDimensions}),
  image_vec vector(${vectorDimensions}),
  vision_tags jsonb,
  sidecar_key varchar(512),
  thumbnail_key varchar(512),
  text_model varchar(255),
  image_model varchar(255),
  pipeline_version varchar(64),
  staged_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (batch_id, scene_index)
);

CREATE TABLE IF NOT EXISTS object_garbage (
  prefix varchar(1024) PRIMARY KEY,
  video_id uuid NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS face_profiles (
  person_id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name varchar(255),
  face vector(512),
  photo_keys varchar[],
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS scene_people (
  scene_id uuid NOT NULL REFERENCES scenes ON DELETE CASCADE,
  person_id uuid NOT NULL,
  confidence double precision,
  frame_count integer,
  PRIMARY KEY (scene_id, person_id)
);
