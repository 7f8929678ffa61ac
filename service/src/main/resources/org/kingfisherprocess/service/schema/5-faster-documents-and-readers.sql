-- What depends on the server and on our rights in it; left out with a note where it is not to be had.

do $$
begin
    alter table data alter column data set compression lz4;
    alter table package_data alter column data set compression lz4;
    alter table release_check alter column cove_output set compression lz4;
    alter table record_check alter column cove_output set compression lz4;
    alter table release_check_override alter column cove_output set compression lz4;
    alter table record_check_override alter column cove_output set compression lz4;
exception when feature_not_supported then
    raise notice 'this server is built without lz4, documents are compressed the slower way (pglz)';
end
$$;

do $$
begin
    if not exists (select from pg_roles where rolname = 'kingfisher_process_read') then
        begin
            create role kingfisher_process_read;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    execute format('grant usage on schema %I to kingfisher_process_read', current_schema());
    execute format('grant select on all tables in schema %I to kingfisher_process_read', current_schema());
    execute format('alter default privileges in schema %I grant select on tables to kingfisher_process_read',
        current_schema());
exception when insufficient_privilege then
    raise notice 'the role kingfisher_process_read was not made or granted (%); let a superuser run: create role kingfisher_process_read; grant usage on schema % to kingfisher_process_read; grant select on all tables in schema % to kingfisher_process_read',
        sqlerrm, current_schema(), current_schema();
end
$$;
