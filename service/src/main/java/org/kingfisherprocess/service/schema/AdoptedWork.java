package org.kingfisherprocess.service.schema;

import java.util.List;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.MigrationStep;

/// How far another program was with its collections, in our terms: what it had ended is complete,
/// what it had only begun to make of another collection is gone on with by our steps.
///
/// Steps of ours wait until all of an adoption is done; so none of them meets a collection in
/// between.
final class AdoptedWork {
    private AdoptedWork() {}

    /// Our loaders store nothing before this is done: later releases have higher numbers, so that a
    /// late one makes only its own OCID be compiled anew.
    static MigrationStep compiledSoFar() {
        return MigrationStep.expand(
                "releases that were compiled",
                Backfill.update(
                        "collection",
                        "id",
                        "options = options || jsonb_build_object('compiled_to_release', coalesce((select max(id) from release), 0))",
                        "transform_type = 'compile-releases'"));
    }

    /// Completes what version 1 had ended: it knew no other completion.
    static MigrationStep completeWhatEnded() {
        return MigrationStep.contract(
                "complete collections",
                Backfill.update(
                        "collection",
                        "id",
                        "completed_at = store_end_at",
                        """
                        completed_at is null and store_end_at is not null
                            and not exists (select from processing_step s where s.collection_id = collection.id and s.name = 'FINISH')
                        """));
    }

    /// Version 1 upgraded one document at a time: where it was stopped in the middle of an item,
    /// the item goes, with the checks of its documents, and is upgraded again.
    static MigrationStep withoutHalfUpgradedItems() {
        return MigrationStep.contract(
                "no half upgraded items",
                new Backfill(
                        "collection",
                        "id",
                        """
                        with half as (
                            select d.id from collection c
                            join collection_file df on df.collection_id = c.id
                            join collection_file_item d on d.collection_file_id = df.id
                            join collection_file sf on sf.collection_id = c.transform_from_collection_id and sf.filename = df.filename
                            join collection_file_item s on s.collection_file_id = sf.id and s.number = d.number
                            where c.id > :after and c.id <= :until and c.store_end_at is null
                                and c.transform_type = 'upgrade-1-0-to-1-1'
                                and (select count(*) from release where collection_file_item_id = d.id)
                                    + (select count(*) from record where collection_file_item_id = d.id)
                                    < (select count(*) from release where collection_file_item_id = s.id)
                                    + (select count(*) from record where collection_file_item_id = s.id)
                        ),
                        releases as (delete from release where collection_file_item_id in (select id from half) returning id),
                        records as (delete from record where collection_file_item_id in (select id from half) returning id),
                        of_releases as (delete from release_check where release_id in (select id from releases)),
                        overrides_of_releases as (delete from release_check_override where release_id in (select id from releases)),
                        errors_of_releases as (delete from release_check_error where release_id in (select id from releases)),
                        of_records as (delete from record_check where record_id in (select id from records)),
                        overrides_of_records as (delete from record_check_override where record_id in (select id from records)),
                        errors_of_records as (delete from record_check_error where record_id in (select id from records))
                        delete from collection_file_item where id in (select id from half)
                        """));
    }

    /// Version 2's steps, which nobody can do any more. A file that it had not loaded is an error
    /// that people can see; what it had not compiled or checked is found anew.
    static MigrationStep withoutForeignSteps() {
        return MigrationStep.contract(
                "no steps of v2",
                new Backfill(
                        "processing_step",
                        "id",
                        """
                        with gone as (
                            delete from processing_step where id > :after and id <= :until and name in ('LOAD', 'COMPILE', 'CHECK')
                            returning collection_id, collection_file_id, name
                        ),
                        checks as (
                            update collection set check_data = true
                            where id in (select collection_id from gone where name = 'CHECK')
                        ),
                        files as (
                            update collection_file f
                            set errors = coalesce(f.errors, '[]') || '["Kingfisher Process v2 had not loaded it when its tables were adopted"]'
                            where f.id in (select collection_file_id from gone where name = 'LOAD')
                                and not exists (select from release where collection_file_id = f.id)
                                and not exists (select from record where collection_file_id = f.id)
                            returning f.collection_id, f.filename
                        )
                        insert into collection_note (collection_id, note, stored_at, code, data)
                        select f.collection_id, count(*) || ' files were not loaded by Kingfisher Process v2: load them with add-files',
                            now(), 'ERROR', jsonb_build_object('files', jsonb_agg(f.filename order by f.filename))
                        from files f join collection c on c.id = f.collection_id
                        where c.transform_type = '' group by f.collection_id
                        """));
    }

    /// Plants the steps of those collections that are made of others and were not done.
    ///
    /// @param done when the other program had done all that it would for a collection `c`
    static List<MigrationStep> goOnWhereNot(String done) {
        return List.of(
                MigrationStep.contract(
                        "compilations to be planned",
                        Backfill.update(
                                "collection",
                                "id",
                                "compilation_started = (%1$s), options = case when %1$s then options else options - 'compiled_to_release' end"
                                        .formatted(done.replace("c.", "collection.")),
                                "transform_type = 'compile-releases'")),
                MigrationStep.contract(
                        "steps of files",
                        new Backfill(
                                "collection",
                                "id",
                                """
                                insert into processing_step (name, collection_id, collection_file_id)
                                select case c.transform_type when 'upgrade-1-0-to-1-1' then 'UPGRADE' else 'COMPILE_RECORDS' end, c.id, f.id
                                from collection c join collection_file f on f.collection_id = c.transform_from_collection_id
                                where c.id > :after and c.id <= :until and c.deleted_at is null and not (%s)
                                    and (exists (select from record where collection_file_id = f.id)
                                        or c.transform_type = 'upgrade-1-0-to-1-1'
                                            and exists (select from release where collection_file_id = f.id))
                                    and not exists (
                                        select from processing_step s where s.collection_id = c.id and s.collection_file_id = f.id)
                                order by c.id, f.id
                                """
                                        .formatted(done))),
                MigrationStep.contract(
                        "steps that complete",
                        new Backfill(
                                "collection",
                                "id",
                                """
                                insert into processing_step (name, collection_id)
                                select 'FINISH', c.id from collection c
                                left join collection parent on parent.id = c.transform_from_collection_id
                                left join collection grandparent on grandparent.id = parent.transform_from_collection_id
                                where c.id > :after and c.id <= :until and c.deleted_at is null and c.completed_at is null
                                    and case when grandparent.id is not null then grandparent.store_end_at
                                        when parent.id is not null then parent.store_end_at else c.store_end_at end is not null
                                    and not exists (select from processing_step s where s.collection_id = c.id and s.name = 'FINISH')
                                order by c.id
                                """)));
    }
}
