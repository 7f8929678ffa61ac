-- Who may deploy now, what was deployed when and by whom, and how each step went: written by the process that deploys,
-- before and after each step, read by every terminal that follows it, by the next process if that one dies, and by the
-- pages.

create table deploy_lock (
    only_one      boolean primary key default true check (only_one),
    holder        text not null,
    reason        text not null default '',
    taken_at      timestamptz not null default now(),
    deployment_id bigint
);
comment on column deploy_lock.deployment_id is
    'the deployment that took the lock and lets it go; empty where a person took it and lets it go';

create table deployment (
    id               bigint generated always as identity primary key,
    who              text not null,
    kind             text not null check (kind in ('deploy', 'rollback')),
    installation     text not null,
    from_release     text not null,
    from_commit      text not null default '',
    to_release       text not null,
    to_commit        text not null default '',
    plan             jsonb not null,
    state            text not null default 'running' check (state in ('running', 'done', 'rolled_back', 'failed')),
    problem          text not null default '',
    advice           text not null default '',
    started_at       timestamptz not null default clock_timestamp(),
    finished_at      timestamptz,
    executor         text not null default '',
    seen_at          timestamptz,
    acknowledged     bigint,
    failed_requests  bigint,
    longest_pause_ms bigint,
    traffic          jsonb not null default '{}'
);
create unique index unique_deployment_running on deployment (installation) where state = 'running';

create table deployment_step (
    deployment_id bigint not null references deployment (id),
    number        integer not null,
    kind          text not null,
    why           text not null,
    state         text not null default 'waiting'
        check (state in ('waiting', 'running', 'done', 'failed', 'left_out')),
    tries         integer not null default 0,
    started_at    timestamptz,
    finished_at   timestamptz,
    result        text not null default '',
    primary key (deployment_id, number)
);

create table deployment_line (
    id            bigint generated always as identity primary key,
    deployment_id bigint not null references deployment (id),
    step_number   integer not null,
    said_at       timestamptz not null default clock_timestamp(),
    line          text not null
);
create index deployment_line_deployment_id_idx on deployment_line (deployment_id, id);
