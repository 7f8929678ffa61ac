-- What do foreign keys and indexes cost when releases are loaded?
--
-- Needs an empty database that this release has migrated; leaves rows in it, so use one that can be dropped:
--   kingfisher-process upgrade-database, then: psql -f bench/sql/load-cost.sql
-- Each transaction stores one file of :rows releases of about 4 KB that nobody has sent before: documents in order of
-- hash, then their rows. "documents" is what cannot be saved; the rest is what constraints and indexes cost.
-- The variants run in turn, five rounds; the median transaction of each is shown.

\set ON_ERROR_STOP on
set client_min_messages = warning;
\if :{?transactions} \else \set transactions 10 \endif
\if :{?rows} \else \set rows 1000 \endif

create or replace procedure measure_load(variant text, transactions integer, rows integer) language plpgsql as $$
declare
    here bigint; package bigint; file bigint; item bigint;
    begun timestamptz; documents interval; others interval; commits interval;
begin
    insert into collection (source_id, data_version, store_start_at, sample, transform_type)
        values (gen_random_uuid()::text, now(), now(), false, '') returning id into here;
    insert into package_data (hash_md5, data) values (gen_random_uuid()::text, '{}') returning id into package;
    commit;
    for number in 1 .. transactions loop
        create temporary table if not exists arrived (hash text, document jsonb, ocid text);
        truncate arrived;
        insert into arrived
            select md5(random()::text), jsonb_build_object('ocid', 'ocds-213czf-' || n, 'date', '2020-01-01',
                'text', (select string_agg(md5(random()::text || part), '') from generate_series(n, n + 119) part)),
                'ocds-213czf-' || (random() * 1000000)::int
            from generate_series(1, rows) n;
        begun := clock_timestamp();
        insert into collection_file (collection_id, filename, url)
            values (here, gen_random_uuid()::text, '') returning id into file;
        insert into collection_file_item (collection_file_id, number) values (file, 0) returning id into item;
        insert into data (hash_md5, data) select hash, document from arrived order by hash
            on conflict (hash_md5) where hash_md5 <> '' do nothing;
        documents := clock_timestamp() - begun;
        begun := clock_timestamp();
        insert into release (collection_file_item_id, collection_file_id, release_id, ocid, data_id, package_data_id,
                collection_id, release_date)
            select item, file, 'id', ocid, data.id, package, here, '2020-01-01'
            from arrived join data on data.hash_md5 = arrived.hash and data.hash_md5 <> '';
        others := clock_timestamp() - begun;
        begun := clock_timestamp();
        commit;
        commits := clock_timestamp() - begun;
        insert into measured values (variant, rows, documents, others, commits);
        commit;
    end loop;
end
$$;

create table if not exists measured (
    variant text, releases bigint, documents interval, others interval, commits interval);

create or replace procedure foreign_keys(wanted text) language plpgsql as $$
declare
    name text; target text;
begin
    for name in select conname from pg_constraint where contype = 'f' and conrelid = 'release'::regclass loop
        execute format('alter table release drop constraint %I', name);
    end loop;
    foreach target in array string_to_array(wanted, ' ') loop
        execute format('alter table release add constraint fk_release_%1$s_id foreign key (%1$s_id) references %1$s (id)',
            target);
    end loop;
    commit;
end
$$;

truncate measured;
select statement
from generate_series(1, 5) as round,
    unnest(array[
        'call foreign_keys(''collection collection_file collection_file_item data package_data'')',
        format('call measure_load(''1 five foreign keys'', %s, %s)', :transactions, :rows),
        'call foreign_keys(''data package_data'')',
        format('call measure_load(''2 two, to the documents'', %s, %s)', :transactions, :rows),
        'call foreign_keys('''')',
        format('call measure_load(''3 none'', %s, %s)', :transactions, :rows),
        'drop index release_collection_id_idx',
        format('call measure_load(''4 none, nor the index on collection_id alone'', %s, %s)', :transactions, :rows),
        'create index release_collection_id_idx on release (collection_id)'
    ]) with ordinality as script (statement, place)
order by round, place
\gexec
call foreign_keys('data package_data');

select variant, count(*) as transactions, min(releases) as releases_each,
    round(percentile_cont(0.5) within group (order by releases / extract(epoch from documents + others + commits))::numeric)
        as releases_a_second,
    round(1000 * percentile_cont(0.5) within group (order by extract(epoch from documents))::numeric) as documents_ms,
    round(1000 * percentile_cont(0.5) within group (order by extract(epoch from others))::numeric) as others_ms,
    round(1000 * percentile_cont(0.5) within group (order by extract(epoch from commits))::numeric) as commits_ms
from measured
group by variant
order by variant;
