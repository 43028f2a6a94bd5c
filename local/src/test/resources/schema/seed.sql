-- The product before Heimdex after all of its own migrations.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TYPE video_state AS ENUM ('uploading', 'validating', 'processing', 'indexed', 'failed', 'deleted');
CREATE TYPE job_stage AS ENUM ('upload_validate', 'audio_extract', 'asr_fast', 'scene_detect', 'align_merge', 'embed_text',
  'vision_sample_frames', 'vision_embed_frames', 'vision_affect_tags', 'faces_enroll_match', 'sidecar_build', 'commit');
CREATE TYPE job_state AS ENUM ('pending', 'running', 'completed', 'failed', 'cancelled');

CREATE TABLE videos (
  video_id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  user_id uuid NOT NULL,
  storage_key varchar(512) NOT NULL,
  mime_type varchar(127) NOT NULL,
  size_bytes bigint NOT NULL,
  duration_s numeric(10,3),
  state video_state NOT NULL DEFAULT 'uploading',
  error_text text,
  indexed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_videos_user_id ON videos (user_id);
CREATE INDEX idx_videos_state ON videos (state);
CREATE INDEX idx_videos_created_at ON videos (created_at);

CREATE TABLE video_metadata (
  video_id uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
  title varchar(255),
  description text,
  tags jsonb,
  thumbnail_url varchar(512),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE scenes (
  scene_id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  start_s numeric(10,3) NOT NULL,
  end_s numeric(10,3) NOT NULL,
  transcript text,
  tsv tsvector,
  text_vec vector(1152),
  image_vec vector(1152),
  vision_tags jsonb,
  sidecar_key varchar(512),
  thumbnail_key varchar(512),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_scenes_video_id ON scenes (video_id);
CREATE INDEX idx_scenes_start ON scenes (video_id, start_s);
CREATE INDEX idx_scenes_vision_tags ON scenes USING gin (vision_tags jsonb_path_ops);
CREATE INDEX idx_scenes_tsv ON scenes USING gin (tsv);
CREATE INDEX idx_scenes_text_vec ON scenes USING hnsw (text_vec vector_cosine_ops) WITH (m = 16, ef_construction = 64);
CREATE INDEX idx_scenes_image_vec ON scenes USING hnsw (image_vec vector_cosine_ops) WITH (m = 16, ef_construction = 64);

CREATE TABLE jobs (
  job_id uuid PRIMARY KEY,
  video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  stage job_stage NOT NULL,
  state job_state NOT NULL DEFAULT 'pending',
  progress double precision,
  error_text text,
  started_at timestamptz,
  finished_at timestamptz
);

CREATE TABLE face_profiles (
  person_id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name varchar(255),
  face vector(512),
  photo_keys varchar[],
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE scene_people (
  scene_id uuid NOT NULL REFERENCES scenes ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES face_profiles ON DELETE CASCADE,
  confidence double precision,
  frame_count integer,
  PRIMARY KEY (scene_id, person_id)
);

INSERT INTO videos (video_id, user_id, storage_key, mime_type, size_bytes, duration_s, state, indexed_at) VALUES
  ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000aa', 'videos/a/1.mp4', 'video/mp4', 1000, 12.346, 'indexed', now());
INSERT INTO scenes (scene_id, video_id, start_s, end_s, transcript, text_vec, image_vec, thumbnail_key) VALUES
  ('00000000-0000-0000-0000-000000000011', '00000000-0000-0000-0000-000000000001', 4.5, 9.25, 'the waves', array_fill(0.1, ARRAY[1152])::vector, array_fill(0.2, ARRAY[1152])::vector, 'b.webp'),
  ('00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000001', 0, 4.5, 'hello', NULL, NULL, 'a.webp');
