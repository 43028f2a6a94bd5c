-- An index that is there already, under whatever name, is not built again. A name that is taken by another index of ours is
-- freed first.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
        ('videos', 'videos_user_id_idx', 'btree (user_id)'),
        ('videos', 'videos_state_idx', 'btree (state)'),
        ('videos', 'videos_created_at_idx', 'btree (created_at)'),
        ('scenes', 'scenes_video_id_start_s_idx', 'btree (video_id, start_s)'),
        ('scenes', 'scenes_vision_tags_idx', 'gin (vision_tags jsonb_path_ops)'),
        ('scenes', 'scenes_tsv_idx', 'gin (tsv)'),
        ('scenes', 'scenes_text_vec_idx', 'hnsw (text_vec vector_cosine_ops) WITH (m=''16'', ef_construction=''64'')'),
        ('scenes', 'scenes_image_vec_idx', 'hnsw (image_vec vector_cosine_ops) WITH (m=''16'', ef_construction=''64'')')
      ) AS list (holder, name, definition)
    WHERE NOT EXISTS (
      SELECT FROM pg_index
      WHERE indrelid = to_regclass(list.holder) AND indisvalid
        AND pg_get_indexdef(indexrelid) LIKE '% USING ' || list.definition)
  LOOP
    EXECUTE format('DROP INDEX IF EXISTS %I', wanted.name);
    EXECUTE format('CREATE INDEX %I ON %I USING %s', wanted.name, wanted.holder, wanted.definition);
  END LOOP;
END $$;

COMMENT ON COLUMN videos.generation IS 'the generation whose scenes are live; null until the first is published';
COMMENT ON COLUMN videos.work_generation IS 'the generation that was admitted last';
COMMENT ON COLUMN videos.revision IS 'orders the work on a video: newer is greater';
COMMENT ON TABLE object_garbage IS 'derived objects that a commit made superfluous, still to be removed';
