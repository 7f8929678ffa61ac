package org.kingfisherprocess.service.schema;

import static org.kingfisherprocess.service.migrate.MigrationStep.contract;
import static org.kingfisherprocess.service.migrate.MigrationStep.expand;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.migrate.Adoption;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.DropTable;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Reshape;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.migrate.TableReshape;
import org.kingfisherprocess.service.migrate.lint.Danger;

/// How the tables of Kingfisher Process v2 become those of our version 3. Their keys and times are
/// ours already; what is missing are the items of files, and the columns of version 1's readers.
final class AdoptV2 {
    static final String ORIGIN = "v2";

    private static final int VERSION = 3;

    /// Version 2 stores a file whole: each has one item.
    private static final String ITEM_OF_FILE =
            "(select i.id from collection_file_item i where i.collection_file_id = {row}.collection_file_id and i.number = 0)";

    private AdoptV2() {}

    static Adoption adoption() {
        var steps = new ArrayList<MigrationStep>();
        steps.addAll(expansion());
        steps.addAll(keys());
        steps.add(contract("one item of each file", items()));
        steps.add(contract("items of documents", itemsOfDocuments()));
        steps.addAll(indexes());
        steps.add(AdoptedWork.withoutForeignSteps());
        steps.addAll(AdoptedWork.goOnWhereNot("c.completed_at is not null"));
        steps.add(contract("v2's content types", new DropTable("django_content_type")));
        steps.add(contract("v2's own bookkeeping", new DropTable("django_migrations")));
        return new Adoption(ORIGIN, VERSION, steps);
    }

    private static List<MigrationStep> expansion() {
        return List.of(
                expand("new tables", Statement.of(Scripts.read("adopt-v2-new-tables.sql"))),
                table(
                        "collection",
                        """
                        add column check_data boolean not null default false,
                        add column check_older_data_with_schema_version_1_1 boolean not null default false,
                        alter column steps set default '[]',
                        alter column options set default '{}',
                        alter column data_type set default '{}',
                        alter column compilation_started set default false,
                        alter column compilation_enqueued set default false,
                        alter column scrapyd_job set default ''
                        """),
                table(
                        "collection_note",
                        "alter column code set default 'INFO', alter column data set default '{}'"),
                table(
                        "collection_file",
                        """
                        add column warnings jsonb,
                        add column errors jsonb,
                        alter column compilation_started set default false
                        """),
                table(
                        "release",
                        "add column collection_file_item_id bigint, alter column release_date set default ''"),
                table("record", "add column collection_file_item_id bigint"),
                table(
                        "compiled_release",
                        "add column collection_file_item_id bigint, alter column release_date set default ''"),
                table(
                        "release_check",
                        "add column override_schema_version text not null default ''"),
                table(
                        "record_check",
                        "add column override_schema_version text not null default ''"),
                table("processing_step", "alter column ocid set default ''"),
                AdoptedWork.compiledSoFar());
    }

    private static MigrationStep table(String table, String actions) {
        return expand(
                "columns of " + table,
                Statement.of("alter table %s %s".formatted(table, actions.strip())));
    }

    /// Keys that are checked at once, under the names that they have in our tables, and only those.
    private static List<MigrationStep> keys() {
        return List.of(
                withoutKey("release", "release_collection_id_85710307_fk"),
                withoutKey("release", "release_collection_file_id_ea78da8e_fk_collection_file_id"),
                withoutKey("record", "record_collection_id_8f26aec4_fk"),
                withoutKey("record", "record_collection_file_id_d086323e_fk_collection_file_id"),
                withoutKey("compiled_release", "compiled_release_collection_id_8c8fc0f3_fk"),
                withoutKey(
                        "compiled_release",
                        "compiled_release_collection_file_id_f485d4f8_fk_collectio"),
                key(
                        "collection",
                        "collection_transform_from_collection_id_def83830_fk",
                        "collection_transform_from_collection_id_fkey"),
                key(
                        "collection_file",
                        "collection_file_collection_id_f4288ccc_fk",
                        "fk_collection_file_collection_id"),
                key(
                        "collection_note",
                        "collection_note_collection_id_b446d931_fk",
                        "fk_collection_file_collection_id"),
                key("release", "release_data_id_b5164e82_fk", "fk_release_data_id"),
                key("release", "release_package_data_id_978fa639_fk", "fk_release_package_data_id"),
                key("record", "record_data_id_86e5e347_fk", "fk_record_data_id"),
                key("record", "record_package_data_id_e7c88841_fk", "fk_record_package_data_id"),
                key(
                        "compiled_release",
                        "compiled_release_data_id_321e28a7_fk",
                        "fk_complied_release_data_id"),
                key(
                        "release_check",
                        "release_check_release_id_cbfde575_fk_release_id",
                        "fk_release_check_release_id"),
                key(
                        "record_check",
                        "record_check_record_id_e919cdf8_fk_record_id",
                        "fk_record_check_record_id"),
                key(
                        "processing_step",
                        "processing_step_collection_id_19b4f4bf_fk_collection_id",
                        "processing_step_collection_id_fkey"),
                key(
                        "processing_step",
                        "processing_step_collection_file_id_1a36aa90_fk",
                        "processing_step_collection_file_id_fkey"),
                renamed(
                        "release_check",
                        "release_check_release_id_cbfde575_uniq",
                        "unique_release_check_release_id"),
                renamed(
                        "record_check",
                        "record_check_record_id_e919cdf8_uniq",
                        "unique_record_check_record_id"));
    }

    private static MigrationStep withoutKey(String table, String constraint) {
        return contract(
                "without " + constraint,
                Statement.of(
                        "alter table %s drop constraint if exists %s"
                                .formatted(table, constraint)));
    }

    private static MigrationStep key(String table, String theirs, String ours) {
        return contract(
                theirs + " as ours",
                Statement.of(
                        "alter table %1$s alter constraint %2$s not deferrable; alter table %1$s rename constraint %2$s to %3$s"
                                .formatted(table, theirs, ours)));
    }

    private static MigrationStep renamed(String table, String theirs, String ours) {
        return contract(
                theirs + " as ours",
                Statement.of(
                        "alter table %s rename constraint %s to %s"
                                .formatted(table, theirs, ours)));
    }

    /// For files of version 2 alone, known by documents without an item. Under the number of its
    /// file, which our loaders' items have not: their sequence begins behind the last of those.
    private static Backfill items() {
        return new Backfill(
                "collection_file",
                "id",
                """
                insert into collection_file_item (id, collection_file_id, number)
                select f.id, f.id, 0 from collection_file f
                where f.id > :after and f.id <= :until
                    and not exists (
                        select from collection_file_item i where i.collection_file_id = f.id and i.number = 0)
                    and (exists (select from release r
                            where r.collection_file_id = f.id and r.collection_file_item_id is null)
                        or exists (select from record r
                            where r.collection_file_id = f.id and r.collection_file_item_id is null)
                        or exists (select from compiled_release r
                            where r.collection_file_id = f.id and r.collection_file_item_id is null))
                """);
    }

    private static Reshape itemsOfDocuments() {
        return Reshape.of(
                TableReshape.of("release", "id")
                        .fill("collection_file_item_id", "bigint", ITEM_OF_FILE),
                TableReshape.of("record", "id")
                        .fill("collection_file_item_id", "bigint", ITEM_OF_FILE),
                TableReshape.of("compiled_release", "id")
                        .fill("collection_file_item_id", "bigint", ITEM_OF_FILE));
    }

    private static List<MigrationStep> indexes() {
        var steps = new ArrayList<MigrationStep>();
        steps.add(
                index("release_collect_ca3472_idx", "release_collection_id_ocid_release_date_idx"));
        steps.add(index("record_collect_65843f_idx", "record_collection_id_ocid_idx"));
        steps.add(
                index("compiled_re_collect_0adec3_idx", "compiled_release_collection_id_ocid_idx"));
        steps.add(
                index(
                        "processing_step_collection_file_id_1a36aa90",
                        "processing_step_collection_file_id_idx"));
        steps.add(
                index(
                        "processing_step_collection_id_ocid_idx",
                        "processing_step_collection_id_name_ocid_idx"));
        for (var table : List.of("release", "record", "compiled_release")) {
            steps.add(AdoptV1.index(table, table + "_ocid_idx", "(ocid)"));
            steps.add(
                    AdoptV1.index(
                            table,
                            table + "_collection_file_item_id_idx",
                            "(collection_file_item_id)"));
        }
        for (var table : List.of("data", "package_data")) {
            var name = "unique_%s_hash_md5".formatted(table);
            steps.addAll(
                    AdoptV1.uniqueInPlaceOf(
                            table, name, "(hash_md5) where hash_md5 <> ''", "drop index " + name));
        }
        steps.addAll(
                AdoptV1.uniqueInPlaceOf(
                        "collection",
                        "unique_upgraded_compiled_collection",
                        "(transform_from_collection_id, transform_type)",
                        "alter table collection drop constraint unique_upgraded_compiled_collection"));
        return steps;
    }

    private static MigrationStep index(String theirs, String ours) {
        return contract(
                theirs + " as ours",
                Statement.of("alter index %s rename to %s".formatted(theirs, ours))
                        .declaring(
                                Danger.BREAKS_OLD_CODE, "nothing refers to an index by its name"));
    }
}
