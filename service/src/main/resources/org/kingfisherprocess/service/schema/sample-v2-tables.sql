-- The tables of Kingfisher Process v2 as its last migration leaves them.
create table django_migrations (id bigserial primary key, app varchar(255) not null, name varchar(255) not null, applied timestamptz not null);
create table django_content_type (id serial primary key, app_label varchar(100) not null, model varchar(100) not null);

create table collection (
    id bigserial primary key,
    source_id text not null,
    data_version timestamptz not null,
    store_start_at timestamptz not null,
    store_end_at timestamptz,
    sample boolean not null,
    transform_type text not null,
    deleted_at timestamptz,
    cached_releases_count integer,
    cached_records_count integer,
    cached_compiled_releases_count integer,
    transform_from_collection_id bigint constraint collection_transform_from_collection_id_def83830_fk
        references collection (id) deferrable initially deferred,
    options jsonb not null,
    steps jsonb not null,
    expected_files_count integer,
    data_type jsonb not null,
    compilation_started boolean not null,
    completed_at timestamptz,
    scrapyd_job text not null,
    compilation_enqueued boolean not null,
    constraint unique_upgraded_compiled_collection unique (transform_from_collection_id, transform_type)
);
create index collection_transform_from_collection_id_idx on collection (transform_from_collection_id);
create unique index unique_collection_identifiers on collection (source_id, data_version, sample) where transform_type = '';

create table collection_note (
    id bigserial primary key,
    note text not null,
    stored_at timestamptz not null,
    collection_id bigint not null constraint collection_note_collection_id_b446d931_fk
        references collection (id) deferrable initially deferred,
    code text not null,
    data jsonb not null
);
create index collection_note_collection_id_idx on collection_note (collection_id);

create table collection_file (
    id bigserial primary key,
    filename text not null,
    url text not null,
    collection_id bigint not null constraint collection_file_collection_id_f4288ccc_fk
        references collection (id) deferrable initially deferred,
    compilation_started boolean not null,
    constraint unique_collection_file_identifiers unique (collection_id, filename)
);
create index collection_file_collection_id_idx on collection_file (collection_id);

create table data (id bigserial primary key, hash_md5 text not null, data jsonb not null);
create unique index unique_data_hash_md5 on data (hash_md5) where (not (hash_md5 = ''));
create table package_data (id bigserial primary key, hash_md5 text not null, data jsonb not null);
create unique index unique_package_data_hash_md5 on package_data (hash_md5) where (not (hash_md5 = ''));

create table processing_step (
    id bigserial primary key,
    ocid text not null,
    name text not null,
    collection_file_id bigint constraint processing_step_collection_file_id_1a36aa90_fk
        references collection_file (id) deferrable initially deferred,
    collection_id bigint not null constraint processing_step_collection_id_19b4f4bf_fk_collection_id
        references collection (id) deferrable initially deferred
);
create index processing_step_collection_file_id_1a36aa90 on processing_step (collection_file_id);
create index processing_step_collection_id_ocid_idx on processing_step (collection_id, name, ocid);

create table release (
    id bigserial primary key,
    release_id text not null,
    ocid text not null,
    collection_id bigint not null constraint release_collection_id_85710307_fk
        references collection (id) deferrable initially deferred,
    data_id bigint not null constraint release_data_id_b5164e82_fk references data (id) deferrable initially deferred,
    package_data_id bigint not null constraint release_package_data_id_978fa639_fk
        references package_data (id) deferrable initially deferred,
    release_date text not null,
    collection_file_id bigint not null constraint release_collection_file_id_ea78da8e_fk_collection_file_id
        references collection_file (id) deferrable initially deferred
);
create index release_collect_ca3472_idx on release (collection_id, ocid, release_date);
create index release_collection_file_id_idx on release (collection_file_id);
create index release_collection_id_idx on release (collection_id);
create index release_data_id_idx on release (data_id);
create index release_package_data_id_idx on release (package_data_id);

create table record (
    id bigserial primary key,
    ocid text not null,
    collection_id bigint not null constraint record_collection_id_8f26aec4_fk
        references collection (id) deferrable initially deferred,
    data_id bigint not null constraint record_data_id_86e5e347_fk references data (id) deferrable initially deferred,
    package_data_id bigint not null constraint record_package_data_id_e7c88841_fk
        references package_data (id) deferrable initially deferred,
    collection_file_id bigint not null constraint record_collection_file_id_d086323e_fk_collection_file_id
        references collection_file (id) deferrable initially deferred
);
create index record_collect_65843f_idx on record (collection_id, ocid);
create index record_collection_file_id_idx on record (collection_file_id);
create index record_collection_id_idx on record (collection_id);
create index record_data_id_idx on record (data_id);
create index record_package_data_id_idx on record (package_data_id);

create table compiled_release (
    id bigserial primary key,
    ocid text not null,
    collection_id bigint not null constraint compiled_release_collection_id_8c8fc0f3_fk
        references collection (id) deferrable initially deferred,
    data_id bigint not null constraint compiled_release_data_id_321e28a7_fk references data (id) deferrable initially deferred,
    release_date text not null,
    collection_file_id bigint not null constraint compiled_release_collection_file_id_f485d4f8_fk_collectio
        references collection_file (id) deferrable initially deferred
);
create index compiled_re_collect_0adec3_idx on compiled_release (collection_id, ocid);
create index compiled_release_collection_file_id_idx on compiled_release (collection_file_id);
create index compiled_release_collection_id_idx on compiled_release (collection_id);
create index compiled_release_data_id_idx on compiled_release (data_id);

create table release_check (
    id bigserial primary key,
    cove_output jsonb not null,
    release_id bigint not null constraint release_check_release_id_cbfde575_fk_release_id
        references release (id) deferrable initially deferred,
    constraint release_check_release_id_cbfde575_uniq unique (release_id)
);
create table record_check (
    id bigserial primary key,
    cove_output jsonb not null,
    record_id bigint not null constraint record_check_record_id_e919cdf8_fk_record_id
        references record (id) deferrable initially deferred,
    constraint record_check_record_id_e919cdf8_uniq unique (record_id)
);
