-- Who may do what. heimdex_job is for the job: it reads and writes rows, and can't change the schema. heimdex_reader is for who
-- shows the index. Neither can log in: create a login role IN ROLE heimdex_job. Run at the end of every `schema migrate`, for
-- roles that were created since and tables that later migrations bring.
DO $$
DECLARE
  role_name text;
  holder text;
BEGIN
  -- Two that grant at once would fail with "tuple concurrently updated".
  PERFORM pg_advisory_xact_lock(hashtext('heimdex grants'));

  FOREACH role_name IN ARRAY ARRAY['heimdex_job', 'heimdex_reader'] LOOP
    IF to_regrole(role_name) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN
          NULL; -- Roles belong to the whole server: somebody was faster, from another database.
        WHEN insufficient_privilege THEN
          RAISE WARNING '% may not create roles: let somebody who may run CREATE ROLE % NOLOGIN, then migrate again',
            current_user, role_name;
          CONTINUE;
      END;
    END IF;

    -- On a schema of somebody else's, its owner has to grant it.
    IF NOT has_schema_privilege(role_name, current_schema(), 'USAGE') THEN
      BEGIN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role_name);
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE WARNING '% may not grant: let the owner of the schema run GRANT USAGE ON SCHEMA % TO %',
          current_user, current_schema(), role_name;
      END;
    END IF;
  END LOOP;

  IF to_regrole('heimdex_reader') IS NOT NULL THEN
    FOREACH holder IN ARRAY ARRAY['videos', 'video_metadata', 'scenes', 'face_profiles', 'scene_people'] LOOP
      EXECUTE format('GRANT SELECT ON %I TO heimdex_reader', holder);
    END LOOP;
  END IF;

  IF to_regrole('heimdex_job') IS NOT NULL THEN
    -- What the job never touches (people) goes with its scene or video, in the name of the tables' owner.
    FOR holder IN
      SELECT relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND relname = ANY (string_to_array('${jobTables}', ','))
    LOOP
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO heimdex_job', holder);
    END LOOP;
    FOR holder IN
      SELECT s.relname FROM pg_class s
      JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
      JOIN pg_class t ON t.oid = d.refobjid
      WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace
        AND t.relname = ANY (string_to_array('${jobTables}', ','))
    LOOP
      EXECUTE format('GRANT USAGE ON SEQUENCE %I TO heimdex_job', holder);
    END LOOP;
  END IF;
END $$;
