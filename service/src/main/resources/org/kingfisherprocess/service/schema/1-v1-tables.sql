-- The tables of Kingfisher Process v1 as its last migration leaves them, without its own bookkeeping table.
-- A database of v1's is at this version, so nothing here may differ from it; versions after this one make it ours.

create table collection (
    id                                       serial primary key,
    source_id                                text not null,
    data_version                             timestamp not null,
    store_start_at                           timestamp not null,
    store_end_at                             timestamp,
    sample                                   boolean not null,
    check_data                               boolean not null default false,
    check_older_data_with_schema_version_1_1 boolean not null default false,
    transform_type                           text not null,
    transform_from_collection_id             integer references collection (id),
    deleted_at                               timestamp,
    cached_releases_count                    integer,
    cached_records_count                     integer,
    cached_compiled_releases_count           integer
);
create unique index unique_collection_identifiers
    on collection (source_id, data_version, sample) where transform_type = '';
create index collection_transform_from_collection_id_idx on collection (transform_from_collection_id);

create table collection_note (
    id            serial primary key,
    collection_id integer not null constraint fk_collection_file_collection_id references collection (id),
    note          text not null,
    stored_at     timestamp not null
);
create index collection_note_collection_id_idx on collection_note (collection_id);

create table collection_file (
    id            serial primary key,
    collection_id integer not null constraint fk_collection_file_collection_id references collection (id),
    filename      text not null,
    warnings      jsonb,
    url           text not null,
    errors        jsonb,
    constraint unique_collection_file_identifiers unique (collection_id, filename)
);
create index collection_file_collection_id_idx on collection_file (collection_id);

create table collection_file_item (
    id                 serial primary key,
    collection_file_id integer not null
        constraint fk_collection_file_item_collection_file_id references collection_file (id),
    number             integer not null,
    warnings           jsonb,
    errors             jsonb,
    constraint unique_collection_file_item_identifiers unique (collection_file_id, number)
);
create index collection_file_item_collection_file_id_idx on collection_file_item (collection_file_id);

create table data (
    id       serial primary key,
    hash_md5 text not null constraint unique_data_hash_md5 unique,
    data     jsonb not null
);

create table package_data (
    id       serial primary key,
    hash_md5 text not null constraint unique_package_data_hash_md5 unique,
    data     jsonb not null
);

create table release (
    id                      serial primary key,
    collection_file_item_id integer not null
        constraint fk_release_collection_file_item_id references collection_file_item (id),
    release_id              text not null,
    ocid                    text not null,
    data_id                 integer not null constraint fk_release_data_id references data (id),
    package_data_id         integer not null constraint fk_release_package_data_id references package_data (id),
    collection_id           integer not null constraint fk_release_collection_id references collection (id)
);
create index release_collection_file_item_id_idx on release (collection_file_item_id);
create index release_collection_id_idx on release (collection_id);
create index release_ocid_idx on release (ocid);
create index release_data_id_idx on release (data_id);
create index release_package_data_id_idx on release (package_data_id);

create table record (
    id                      serial primary key,
    collection_file_item_id integer not null
        constraint fk_record_collection_file_item_id references collection_file_item (id),
    ocid                    text not null,
    data_id                 integer not null constraint fk_record_data_id references data (id),
    package_data_id         integer not null constraint fk_record_package_data_id references package_data (id),
    collection_id           integer not null constraint fk_record_collection_id references collection (id)
);
create index record_collection_file_item_id_idx on record (collection_file_item_id);
create index record_collection_id_idx on record (collection_id);
create index record_ocid_idx on record (ocid);
create index record_data_id_idx on record (data_id);
create index record_package_data_id_idx on record (package_data_id);

-- "complied" is how v1 spells it.
create table compiled_release (
    id                      serial primary key,
    collection_file_item_id integer not null
        constraint fk_complied_release_collection_file_item_id references collection_file_item (id),
    ocid                    text not null,
    data_id                 integer not null constraint fk_complied_release_data_id references data (id),
    collection_id           integer not null constraint fk_compiled_release_collection_id references collection (id)
);
create index compiled_release_collection_file_item_id_idx on compiled_release (collection_file_item_id);
create index compiled_release_collection_id_idx on compiled_release (collection_id);
create index compiled_release_ocid_idx on compiled_release (ocid);
create index compiled_release_data_id_idx on compiled_release (data_id);

create table release_check (
    id                      serial primary key,
    release_id              integer not null constraint fk_release_check_release_id references release (id),
    override_schema_version text not null,
    cove_output             jsonb not null,
    constraint unique_release_check_release_id_and_more unique (release_id, override_schema_version)
);
create index release_check_release_id_idx on release_check (release_id);

create table record_check (
    id                      serial primary key,
    record_id               integer not null constraint fk_record_check_record_id references record (id),
    override_schema_version text not null,
    cove_output             jsonb not null,
    constraint unique_record_check_record_id_and_more unique (record_id, override_schema_version)
);
create index record_check_record_id_idx on record_check (record_id);

create table release_check_error (
    id                      serial primary key,
    release_id              integer not null constraint fk_release_check_error_release_id references release (id),
    override_schema_version text not null,
    error                   text not null,
    constraint unique_release_check_error_release_id_and_more unique (release_id, override_schema_version)
);
create index release_check_error_release_id_idx on release_check_error (release_id);

create table record_check_error (
    id                      serial primary key,
    record_id               integer not null constraint fk_record_check_error_record_id references record (id),
    override_schema_version text not null,
    error                   text not null,
    constraint unique_record_check_error_record_id_and_more unique (record_id, override_schema_version)
);
create index record_check_error_record_id_idx on record_check_error (record_id);

create table transform_upgrade_1_0_to_1_1_status_release (
    source_release_id integer primary key
        constraint fk_transform_upgrade_1_0_to_1_1_status_release_source_release_i references release (id)
);

create table transform_upgrade_1_0_to_1_1_status_record (
    source_record_id integer primary key
        constraint fk_transform_upgrade_1_0_to_1_1_status_record_source_record_id references record (id)
);
