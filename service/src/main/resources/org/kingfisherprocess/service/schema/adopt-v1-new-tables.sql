-- What version 1 has not got. Nobody uses these tables yet; the keys lead to columns that are integers still.

create table processing_step (
    id                 bigserial primary key,
    collection_id      bigint not null references collection (id),
    collection_file_id bigint references collection_file (id),
    ocid               text not null default '',
    name               text not null
);
create index processing_step_collection_id_name_ocid_idx on processing_step (collection_id, name, ocid);
create index processing_step_collection_file_id_idx on processing_step (collection_file_id);

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
