-- What readers of the second generation look for, beside what those of the first one have.

alter table collection
    add column steps jsonb not null default '[]',
    add column options jsonb not null default '{}',
    add column expected_files_count integer,
    add column data_type jsonb not null default '{}',
    add column compilation_started boolean not null default false,
    add column compilation_enqueued boolean not null default false,
    add column scrapyd_job text not null default '',
    add column completed_at timestamptz;
create unique index unique_upgraded_compiled_collection on collection (transform_from_collection_id, transform_type);

alter table collection_note
    add column code text not null default 'INFO',
    add column data jsonb not null default '{}';

alter table collection_file add column compilation_started boolean not null default false;

alter table release
    add column collection_file_id bigint,
    add column release_date text not null default '';
alter table record add column collection_file_id bigint;
alter table compiled_release
    add column collection_file_id bigint,
    add column release_date text not null default '';

update release set
    collection_file_id = (select i.collection_file_id from collection_file_item i where i.id = collection_file_item_id),
    release_date = coalesce((select d.data ->> 'date' from data d where d.id = data_id), '');
update record set
    collection_file_id = (select i.collection_file_id from collection_file_item i where i.id = collection_file_item_id);
update compiled_release set
    collection_file_id = (select i.collection_file_id from collection_file_item i where i.id = collection_file_item_id),
    release_date = coalesce((select d.data ->> 'date' from data d where d.id = data_id), '');

alter table release alter column collection_file_id set not null;
alter table record alter column collection_file_id set not null;
alter table compiled_release alter column collection_file_id set not null;

-- A foreign key costs a look-up and a lock for every row that is loaded. Those to a document stay: documents are shared, and
-- only the key keeps one from being deleted while another transaction begins to use it. Those to the collection, file and
-- item go: their rows are made or locked by the transaction that loads, through the keys of collection_file and
-- collection_file_item, which stay.
alter table release
    drop constraint fk_release_collection_id,
    drop constraint fk_release_collection_file_item_id;
alter table record
    drop constraint fk_record_collection_id,
    drop constraint fk_record_collection_file_item_id;
alter table compiled_release
    drop constraint fk_compiled_release_collection_id,
    drop constraint fk_complied_release_collection_file_item_id;

create index release_collection_file_id_idx on release (collection_file_id);
create index record_collection_file_id_idx on record (collection_file_id);
create index compiled_release_collection_file_id_idx on compiled_release (collection_file_id);
create index release_collection_id_ocid_release_date_idx on release (collection_id, ocid, release_date);
create index record_collection_id_ocid_idx on record (collection_id, ocid);
create index compiled_release_collection_id_ocid_idx on compiled_release (collection_id, ocid);

alter table data drop constraint unique_data_hash_md5;
create unique index unique_data_hash_md5 on data (hash_md5) where hash_md5 <> '';
alter table package_data drop constraint unique_package_data_hash_md5;
create unique index unique_package_data_hash_md5 on package_data (hash_md5) where hash_md5 <> '';

create table processing_step (
    id                 bigserial primary key,
    collection_id      bigint not null references collection (id),
    collection_file_id bigint references collection_file (id),
    ocid               text not null default '',
    name               text not null
);
create index processing_step_collection_id_name_ocid_idx on processing_step (collection_id, name, ocid);
create index processing_step_collection_file_id_idx on processing_step (collection_file_id);

-- One row for each release and record in the tables that newer readers join by release or record alone; the second
-- check of older data, as if it were OCDS 1.1, has tables of its own.
create table release_check_override (
    id                      bigserial primary key,
    release_id              bigint not null references release (id),
    override_schema_version text not null,
    cove_output             jsonb not null,
    constraint unique_release_check_override unique (release_id, override_schema_version)
);
create table record_check_override (
    id                      bigserial primary key,
    record_id               bigint not null references record (id),
    override_schema_version text not null,
    cove_output             jsonb not null,
    constraint unique_record_check_override unique (record_id, override_schema_version)
);
insert into release_check_override (release_id, override_schema_version, cove_output)
    select release_id, override_schema_version, cove_output from release_check where override_schema_version <> '';
insert into record_check_override (record_id, override_schema_version, cove_output)
    select record_id, override_schema_version, cove_output from record_check where override_schema_version <> '';
delete from release_check where override_schema_version <> '';
delete from record_check where override_schema_version <> '';
alter table release_check
    alter column override_schema_version set default '',
    drop constraint unique_release_check_release_id_and_more,
    add constraint unique_release_check_release_id unique (release_id);
alter table record_check
    alter column override_schema_version set default '',
    drop constraint unique_record_check_record_id_and_more,
    add constraint unique_record_check_record_id unique (record_id);
drop index release_check_release_id_idx;
drop index record_check_record_id_idx;
