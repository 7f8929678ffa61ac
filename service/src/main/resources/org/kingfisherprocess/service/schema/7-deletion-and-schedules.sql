-- Deletion in the background, jobs that run by themselves, and workers on several machines.

-- deleted_at alone means: its rows are to be deleted. With cancelled_at: nothing more is worked on, and its rows stay.
-- wiped_at: its rows are gone, and this row stays, so that data that arrive late do not make the collection again; unless
-- forget asks for this row to go too.
alter table collection
    add column cancelled_at timestamptz,
    add column wiped_at timestamptz,
    add column forget boolean not null default false;

-- Documents that may have lost their last user, written in the transaction that deleted it.
create table document_candidate (
    package     boolean not null,
    document_id bigint not null,
    primary key (package, document_id)
);

-- What db-scheduler wants.
create table scheduled_tasks (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time_idx on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat_idx on scheduled_tasks (last_heartbeat);

-- How the last run of each job went. A job of one machine alone has a row for each machine.
create table job_run (
    job        text not null,
    machine    text not null,
    ran_by     text not null,
    started_at timestamptz not null,
    ended_at   timestamptz,
    failed     boolean not null default false,
    outcome    text not null default '',
    primary key (job, machine)
);

-- Processes that run steps, by their own word, and whether all of them stand still.
create table worker (
    id         uuid primary key,
    machine    text not null,
    process_id bigint not null,
    release    text not null,
    threads    integer not null,
    started_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    work       jsonb not null default '[]'
);
create table worker_pause (
    single    boolean primary key default true check (single),
    paused_at timestamptz not null default now(),
    paused_by text not null,
    reason    text not null default ''
);
