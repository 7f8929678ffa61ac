-- What version 2 has not got. Nobody uses these tables yet.

create table collection_file_item (
    id                 bigserial primary key,
    collection_file_id bigint not null
        constraint fk_collection_file_item_collection_file_id references collection_file (id),
    number             integer not null,
    warnings           jsonb,
    errors             jsonb,
    constraint unique_collection_file_item_identifiers unique (collection_file_id, number)
);
create index collection_file_item_collection_file_id_idx on collection_file_item (collection_file_id);

-- The items of files that are there get the files' numbers.
select setval('collection_file_item_id_seq', (select coalesce(max(id), 0) + 1 from collection_file));

create table release_check_error (
    id                      bigserial primary key,
    release_id              bigint not null constraint fk_release_check_error_release_id references release (id),
    override_schema_version text not null,
    error                   text not null,
    constraint unique_release_check_error_release_id_and_more unique (release_id, override_schema_version)
);
create index release_check_error_release_id_idx on release_check_error (release_id);

create table record_check_error (
    id                      bigserial primary key,
    record_id               bigint not null constraint fk_record_check_error_record_id references record (id),
    override_schema_version text not null,
    error                   text not null,
    constraint unique_record_check_error_record_id_and_more unique (record_id, override_schema_version)
);
create index record_check_error_record_id_idx on record_check_error (record_id);

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

create table transform_upgrade_1_0_to_1_1_status_release (
    source_release_id bigint primary key
        constraint fk_transform_upgrade_1_0_to_1_1_status_release_source_release_i references release (id)
);
create table transform_upgrade_1_0_to_1_1_status_record (
    source_record_id bigint primary key
        constraint fk_transform_upgrade_1_0_to_1_1_status_record_source_record_id references record (id)
);
