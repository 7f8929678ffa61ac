-- One row for each submission that was acknowledged and dealt with, written in the transaction that stores it: whoever
-- meets the submission again after a crash finds it here. No foreign keys: receipts outlive the collections.

create table intake_receipt (
    receipt            uuid primary key,
    collection_id      bigint,
    kind               text not null check (kind in ('file', 'item', 'file_errors', 'end')),
    label              text not null,
    acknowledged_at    timestamptz not null,
    stored_at          timestamptz not null default now(),
    outcome            text not null,
    collection_file_id bigint,
    item_number        integer,
    documents          bigint not null default 0,
    constraint intake_receipt_stored_what check (
        outcome <> 'stored' or kind not in ('file', 'item') or collection_file_id is not null),
    constraint intake_receipt_stored_which_item check (
        outcome <> 'stored' or kind <> 'item' or item_number is not null)
);
create index intake_receipt_collection_id_idx on intake_receipt (collection_id);

-- Two receipts can never both have stored the same file or item.
create unique index unique_intake_receipt_stored on intake_receipt (collection_file_id, coalesce(item_number, -1))
    where outcome = 'stored' and kind in ('file', 'item');
