-- Keys of 64 bits, and times with a zone: v1 wrote UTC into columns without one.

alter table collection
    alter column id type bigint,
    alter column transform_from_collection_id type bigint,
    alter column data_version type timestamptz using data_version at time zone 'UTC',
    alter column store_start_at type timestamptz using store_start_at at time zone 'UTC',
    alter column store_end_at type timestamptz using store_end_at at time zone 'UTC',
    alter column deleted_at type timestamptz using deleted_at at time zone 'UTC';
alter table collection_note
    alter column id type bigint,
    alter column collection_id type bigint,
    alter column stored_at type timestamptz using stored_at at time zone 'UTC';
alter table collection_file
    alter column id type bigint,
    alter column collection_id type bigint;
alter table collection_file_item
    alter column id type bigint,
    alter column collection_file_id type bigint;
alter table data alter column id type bigint;
alter table package_data alter column id type bigint;
alter table release
    alter column id type bigint,
    alter column collection_file_item_id type bigint,
    alter column data_id type bigint,
    alter column package_data_id type bigint,
    alter column collection_id type bigint;
alter table record
    alter column id type bigint,
    alter column collection_file_item_id type bigint,
    alter column data_id type bigint,
    alter column package_data_id type bigint,
    alter column collection_id type bigint;
alter table compiled_release
    alter column id type bigint,
    alter column collection_file_item_id type bigint,
    alter column data_id type bigint,
    alter column collection_id type bigint;
alter table release_check alter column id type bigint, alter column release_id type bigint;
alter table record_check alter column id type bigint, alter column record_id type bigint;
alter table release_check_error alter column id type bigint, alter column release_id type bigint;
alter table record_check_error alter column id type bigint, alter column record_id type bigint;
alter table transform_upgrade_1_0_to_1_1_status_release alter column source_release_id type bigint;
alter table transform_upgrade_1_0_to_1_1_status_record alter column source_record_id type bigint;

alter sequence collection_id_seq as bigint;
alter sequence collection_note_id_seq as bigint;
alter sequence collection_file_id_seq as bigint;
alter sequence collection_file_item_id_seq as bigint;
alter sequence data_id_seq as bigint;
alter sequence package_data_id_seq as bigint;
alter sequence release_id_seq as bigint;
alter sequence record_id_seq as bigint;
alter sequence compiled_release_id_seq as bigint;
alter sequence release_check_id_seq as bigint;
alter sequence record_check_id_seq as bigint;
alter sequence release_check_error_id_seq as bigint;
alter sequence record_check_error_id_seq as bigint;
