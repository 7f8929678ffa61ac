-- Steps become a queue: claimed by row locks, tried again later, set aside, and each may cover a range of OCIDs.
-- The defaults are constants, so no row is rewritten.

alter table processing_step
    add column last_ocid text not null default '',
    add column progress bigint not null default 0,
    add column run_at timestamptz not null default now(),
    add column tries integer not null default 0,
    add column error text not null default '',
    add column set_aside_at timestamptz;

-- Workers go round the collections in this order, and within one take what has been due longest.
create index processing_step_due_idx on processing_step (collection_id, run_at) where set_aside_at is null;

-- Claims are index scans over rows that come and go by the thousand: dead entries must not pile up.
alter table processing_step set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
