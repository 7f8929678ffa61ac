package org.kingfisherprocess.service.schema;

import static org.kingfisherprocess.service.migrate.MigrationStep.contract;
import static org.kingfisherprocess.service.migrate.MigrationStep.expand;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.migrate.Adoption;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.ConcurrentIndex;
import org.kingfisherprocess.service.migrate.DropTable;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Reshape;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.migrate.TableReshape;
import org.kingfisherprocess.service.migrate.UniqueConstraint;
import org.kingfisherprocess.service.migrate.lint.Danger;

/// How the tables of Kingfisher Process v1, with all their rows, become those of our version 3, the
/// long way round: in use all the while.
///
/// First what our loaders need, in seconds (expand); then, while they load, all that takes long
/// (contract: v1 itself must be stopped before it begins).
final class AdoptV1 {
    static final String ORIGIN = "v1";

    private static final int VERSION = 3;

    private static final String FILE_OF_ITEM =
            "(select i.collection_file_id from collection_file_item i where i.id = {row}.collection_file_item_id)";

    private static final String DATE_OF_RELEASE =
            "coalesce((select d.data ->> 'date' from data d where d.id = {row}.data_id), '')";

    private AdoptV1() {}

    static Adoption adoption() {
        var steps = new ArrayList<MigrationStep>();
        steps.addAll(expansion());
        steps.addAll(lessToCarry());
        steps.add(contract("bigint keys, files and dates", keys()));
        steps.addAll(indexes());
        steps.add(AdoptedWork.withoutHalfUpgradedItems());
        steps.add(AdoptedWork.completeWhatEnded());
        steps.addAll(AdoptedWork.goOnWhereNot("c.store_end_at is not null"));
        steps.add(contract("v1's own bookkeeping", new DropTable("alembic_version")));
        return new Adoption(ORIGIN, VERSION, steps);
    }

    private static List<MigrationStep> expansion() {
        return List.of(
                expand("new tables", Statement.of(Scripts.read("adopt-v1-new-tables.sql"))),
                columns(
                        "collection",
                        """
                        add column steps jsonb not null default '[]',
                        add column options jsonb not null default '{}',
                        add column expected_files_count integer,
                        add column data_type jsonb not null default '{}',
                        add column compilation_started boolean not null default false,
                        add column compilation_enqueued boolean not null default false,
                        add column scrapyd_job text not null default '',
                        add column completed_at timestamptz
                        """),
                columns(
                        "collection_note",
                        "add column code text not null default 'INFO', add column data jsonb not null default '{}'"),
                columns(
                        "collection_file",
                        "add column compilation_started boolean not null default false"),
                columns(
                        "release",
                        "add column collection_file_id bigint, add column release_date text"),
                columns("record", "add column collection_file_id bigint"),
                columns(
                        "compiled_release",
                        "add column collection_file_id bigint, add column release_date text"),
                expand(
                        "times with a zone",
                        Reshape.of(
                                TableReshape.of("collection", "id")
                                        .zone(
                                                "data_version",
                                                "store_start_at",
                                                "store_end_at",
                                                "deleted_at"),
                                TableReshape.of("collection_note", "id").zone("stored_at"))),
                expand(
                        "one of each transformation",
                        ConcurrentIndex.uniqueOn(
                                "collection",
                                "unique_upgraded_compiled_collection",
                                "(transform_from_collection_id, transform_type)")),
                AdoptedWork.compiledSoFar());
    }

    private static MigrationStep columns(String table, String additions) {
        return expand(
                "columns of " + table,
                Statement.of("alter table %s %s".formatted(table, additions.strip())));
    }

    /// What our tables have not: taken away first, so that the keys need not carry it.
    private static List<MigrationStep> lessToCarry() {
        var steps = new ArrayList<MigrationStep>();
        steps.add(withoutKey("release", "fk_release_collection_id"));
        steps.add(withoutKey("release", "fk_release_collection_file_item_id"));
        steps.add(withoutKey("record", "fk_record_collection_id"));
        steps.add(withoutKey("record", "fk_record_collection_file_item_id"));
        steps.add(withoutKey("compiled_release", "fk_compiled_release_collection_id"));
        steps.add(withoutKey("compiled_release", "fk_complied_release_collection_file_item_id"));
        for (var kind : List.of("release", "record")) {
            var check = kind + "_check";
            steps.add(
                    contract(
                            "overrides of " + check,
                            new Backfill(
                                    check,
                                    "id",
                                    """
                                    with moved as (
                                        delete from %1$s_check where id > :after and id <= :until and override_schema_version <> ''
                                        returning %1$s_id, override_schema_version, cove_output)
                                    insert into %1$s_check_override (%1$s_id, override_schema_version, cove_output)
                                    select %1$s_id, override_schema_version, cove_output from moved
                                    """
                                            .formatted(kind))));
            steps.add(
                    contract(
                            "one result in " + check,
                            Statement.of(
                                    """
                                    alter table %1$s
                                        alter column override_schema_version set default '',
                                        drop constraint unique_%1$s_%2$s_id_and_more;
                                    drop index %1$s_%2$s_id_idx
                                    """
                                            .formatted(check, kind))));
        }
        return steps;
    }

    private static MigrationStep withoutKey(String table, String constraint) {
        return contract(
                "without " + constraint,
                Statement.of(
                        "alter table %s drop constraint if exists %s"
                                .formatted(table, constraint)));
    }

    private static Reshape keys() {
        return Reshape.of(
                        TableReshape.of("collection", "id")
                                .widen("id", "transform_from_collection_id"),
                        TableReshape.of("collection_note", "id").widen("id", "collection_id"),
                        TableReshape.of("collection_file", "id").widen("id", "collection_id"),
                        TableReshape.of("collection_file_item", "id")
                                .widen("id", "collection_file_id"),
                        TableReshape.of("data", "id").widen("id"),
                        TableReshape.of("package_data", "id").widen("id"),
                        TableReshape.of("release", "id")
                                .widen(
                                        "id",
                                        "collection_file_item_id",
                                        "data_id",
                                        "package_data_id",
                                        "collection_id")
                                .fill("collection_file_id", "bigint", FILE_OF_ITEM)
                                .fill("release_date", "text", DATE_OF_RELEASE, "''"),
                        TableReshape.of("record", "id")
                                .widen(
                                        "id",
                                        "collection_file_item_id",
                                        "data_id",
                                        "package_data_id",
                                        "collection_id")
                                .fill("collection_file_id", "bigint", FILE_OF_ITEM),
                        TableReshape.of("compiled_release", "id")
                                .widen("id", "collection_file_item_id", "data_id", "collection_id")
                                .fill("collection_file_id", "bigint", FILE_OF_ITEM)
                                .fill("release_date", "text", DATE_OF_RELEASE, "''"),
                        TableReshape.of("release_check", "id").widen("id", "release_id"),
                        TableReshape.of("record_check", "id").widen("id", "record_id"),
                        TableReshape.of("release_check_error", "id").widen("id", "release_id"),
                        TableReshape.of("record_check_error", "id").widen("id", "record_id"),
                        TableReshape.of(
                                        "transform_upgrade_1_0_to_1_1_status_release",
                                        "source_release_id")
                                .widen("source_release_id"),
                        TableReshape.of(
                                        "transform_upgrade_1_0_to_1_1_status_record",
                                        "source_record_id")
                                .widen("source_record_id"))
                .referredToBy("processing_step", "release_check_override", "record_check_override");
    }

    private static List<MigrationStep> indexes() {
        var steps = new ArrayList<MigrationStep>();
        for (var table : List.of("release", "record", "compiled_release")) {
            steps.add(index(table, table + "_collection_file_id_idx", "(collection_file_id)"));
        }
        steps.add(
                index(
                        "release",
                        "release_collection_id_ocid_release_date_idx",
                        "(collection_id, ocid, release_date)"));
        steps.add(index("record", "record_collection_id_ocid_idx", "(collection_id, ocid)"));
        steps.add(
                index(
                        "compiled_release",
                        "compiled_release_collection_id_ocid_idx",
                        "(collection_id, ocid)"));
        for (var table : List.of("data", "package_data")) {
            steps.addAll(uniqueWhereNotEmpty(table));
        }
        for (var kind : List.of("release", "record")) {
            steps.add(
                    contract(
                            "one result of each " + kind,
                            new UniqueConstraint(
                                    kind + "_check",
                                    "unique_%1$s_check_%1$s_id".formatted(kind),
                                    kind + "_id")));
        }
        return steps;
    }

    static MigrationStep index(String table, String name, String definition) {
        return contract("index " + name, ConcurrentIndex.on(table, name, definition));
    }

    private static List<MigrationStep> uniqueWhereNotEmpty(String table) {
        var name = "unique_%s_hash_md5".formatted(table);
        return uniqueInPlaceOf(
                table,
                name,
                "(hash_md5) where hash_md5 <> ''",
                "alter table %s drop constraint %s".formatted(table, name));
    }

    /// A unique index under the name of what it takes the place of, which `removal` removes: it is
    /// built beside it, so that there is always one.
    static List<MigrationStep> uniqueInPlaceOf(
            String table, String name, String definition, String removal) {
        return List.of(
                contract(
                        "new " + name,
                        ConcurrentIndex.uniqueOn(table, name + "_where", definition)),
                contract(
                        "new %s for old".formatted(name),
                        Statement.of(
                                        "%1$s; alter index %2$s_where rename to %2$s"
                                                .formatted(removal, name))
                                .declaring(
                                        Danger.BREAKS_OLD_CODE,
                                        "nothing refers to an index by its name")));
    }
}
