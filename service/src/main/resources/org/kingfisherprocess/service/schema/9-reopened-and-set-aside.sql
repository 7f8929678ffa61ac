-- Since when a collection may take data again: how long it has not ended is counted from then.
alter table collection add column reopened_at timestamptz;

-- Submissions that were acknowledged and could not be loaded, by the key of their collection, which may not be there: until
-- such a submission has a receipt or is discarded, its collection is not complete. Written before the spool sets one aside.
create table set_aside_submission (
    receipt      uuid primary key,
    source_id    text not null,
    data_version timestamptz not null,
    sample       boolean not null,
    label        text not null,
    reason       text not null,
    set_aside_at timestamptz not null default now()
);
create index set_aside_submission_collection_idx on set_aside_submission (source_id, data_version, sample);
