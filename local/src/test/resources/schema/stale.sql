-- The database that the product before Heimdex was left with: made from a script that its migrations had outgrown.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TYPE videostate AS ENUM ('UPLOADING', 'VALIDATING', 'PROCESSING', 'INDEXED', 'FAILED', 'DELETED');
CREATE TYPE job_state AS ENUM ('pending', 'running', 'completed', 'failed', 'cancelled');

CREATE TABLE users (user_id uuid PRIMARY KEY, email citext NOT NULL);

CREATE TABLE videos (
  video_id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  title varchar(300) NOT NULL,
  description text,
  storage_key varchar(255) NOT NULL,
  mime_type varchar(127) NOT NULL,
  size_bytes integer NOT NULL,
  duration_s double precision,
  state videostate NOT NULL DEFAULT 'UPLOADING',
  error_text text,
  indexed_at timestamp,
  created_at timestamp DEFAULT now()
);
CREATE INDEX ix_videos_user_id ON videos (user_id);

CREATE TABLE video_metadata (
  video_id uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
  tags json
);

CREATE TABLE scenes (
  scene_id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  video_id uuid NOT NULL REFERENCES videos,
  start_s double precision NOT NULL,
  end_s double precision NOT NULL,
  transcript text,
  tsv tsvector,
  text_vec vector(1024),
  image_vec vector(1152),
  vision_tags json,
  sidecar_key varchar(255),
  created_at timestamp DEFAULT now()
);
CREATE INDEX scenes_tsv_idx ON scenes USING gin (tsv);
CREATE INDEX scenes_text_vec_idx ON scenes USING hnsw (text_vec vector_cosine_ops) WITH (m = 16, ef_construction = 64);

CREATE TABLE jobs (
  job_id uuid PRIMARY KEY,
  video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  state job_state NOT NULL DEFAULT 'pending',
  progress double precision
);

CREATE TABLE face_profiles (
  face_profile_id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  name varchar(255),
  face vector(512),
  photo_keys varchar[]
);

CREATE TABLE scene_people (
  scene_id uuid NOT NULL REFERENCES scenes ON DELETE CASCADE,
  face_profile_id uuid NOT NULL REFERENCES face_profiles,
  confidence real,
  frame_count integer,
  PRIMARY KEY (scene_id, face_profile_id)
);

INSERT INTO users VALUES ('00000000-0000-0000-0000-0000000000aa', 'someone@example.org');

INSERT INTO videos (video_id, user_id, title, description, storage_key, mime_type, size_bytes, duration_s, state, indexed_at) VALUES
  ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000aa', 'Holiday', 'By the sea', 'videos/a/1.mp4', 'video/mp4', 1000, 12.3456, 'INDEXED', '2025-11-12 10:00:00'),
  ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-0000000000aa', 'Stuck', NULL, 'videos/a/2.mp4', 'video/mp4', 2000, NULL, 'PROCESSING', NULL);
INSERT INTO video_metadata VALUES ('00000000-0000-0000-0000-000000000001', '["sea"]');

-- The second row twice, as a retry wrote it; the last ends where it starts.
INSERT INTO scenes (scene_id, video_id, start_s, end_s, transcript, tsv, text_vec, image_vec, vision_tags, sidecar_key) VALUES
  ('00000000-0000-0000-0000-000000000011', '00000000-0000-0000-0000-000000000001', 4.5, 9.25, 'the waves', to_tsvector('english', 'the waves'), array_fill(0.1, ARRAY[1024])::vector, array_fill(0.2, ARRAY[1152])::vector, '{"sea": 0.9}', 'a/1/11.json'),
  ('00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000001', 0, 4.5, 'hello', NULL, NULL, NULL, NULL, NULL),
  ('00000000-0000-0000-0000-000000000013', '00000000-0000-0000-0000-000000000001', 0, 4.5, 'hello', NULL, NULL, NULL, NULL, NULL),
  ('00000000-0000-0000-0000-000000000014', '00000000-0000-0000-0000-000000000001', 9.25, 9.25, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs VALUES ('00000000-0000-0000-0000-000000000021', '00000000-0000-0000-0000-000000000001', 'running', 0.5);
INSERT INTO face_profiles VALUES ('00000000-0000-0000-0000-000000000031', '00000000-0000-0000-0000-0000000000aa', 'Ada', array_fill(0.3, ARRAY[512])::vector, '{a.jpg}');
INSERT INTO scene_people VALUES ('00000000-0000-0000-0000-000000000011', '00000000-0000-0000-0000-000000000031', 0.75, 3);
