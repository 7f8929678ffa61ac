package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionNotes;

/// Writes findings as notes: one for each OCID, unless they are so many that nobody would read
/// them; then one for all, with the first OCIDs in its data.
final class FindingNotes {
    /// Of one kind in one step; and in a collection, once it is complete.
    private static final int MOST_IN_STEP = 20;

    private static final int MOST_IN_COLLECTION = 200;

    /// OCIDs that are named in a note for many.
    private static final int MOST_NAMED = 100;

    private static final String COUNT =
            """
            select count(*) as notes from collection_note
            where collection_id = ? and (note like ? or note like ?)
            """;

    private static final String TAKE =
            """
            delete from collection_note where collection_id = ? and (note like ? or note like ?)
            returning note, data::text as data
            """;

    // What is compiled anew may be found as it was before.
    private static final String OF_ONE_EACH =
            """
            insert into collection_note (collection_id, note, stored_at, code, data)
            select s.collection_id, n, now(), ?, d::jsonb
            from (select ?::bigint as collection_id) s, unnest(?::text[], ?::text[]) as note (n, d)
            where not exists (
                select from collection_note x
                where x.collection_id = s.collection_id and x.note = n and x.data = d::jsonb)
            """;

    private static final String SETTLED =
            "delete from collection_note where collection_id = ? and code = 'ERROR' and note = any(?::text[])";

    private final CollectionNotes notes = new CollectionNotes();

    /// These OCIDs are compiled now: that they could not be, before, is true no longer. A note for
    /// many OCIDs stays.
    void settle(Tx tx, long collectionId, List<String> ocids) throws SQLException {
        var texts =
                ocids.stream()
                        .flatMap(ocid ->
                                Stream.of(
                                        Finding.NOT_COMPILED.text(ocid),
                                        Finding.NOT_STORED.text(ocid)))
                        .toList();
        if (!texts.isEmpty()) {
            tx.execute(SETTLED, collectionId, SqlArray.text(texts));
        }
    }

    void write(Tx tx, long collectionId, Findings findings) throws SQLException {
        for (var entry : findings.all().entrySet()) {
            var finding = entry.getKey();
            var byOcid = entry.getValue();
            if (byOcid.size() <= MOST_IN_STEP) {
                tx.execute(
                        OF_ONE_EACH,
                        finding.code().name(),
                        collectionId,
                        SqlArray.text(byOcid.keySet().stream().map(finding::text).toList()),
                        SqlArray.text(byOcid.values().stream().map(JsonObject::toString).toList()));
            } else {
                var many = new Many();
                byOcid.forEach(many::add);
                many.write(tx, collectionId, finding);
            }
        }
    }

    /// Makes one note of each kind of which a collection has too many.
    void gather(Tx tx, long collectionId) throws SQLException {
        for (var finding : Finding.values()) {
            var one = finding.patternOfOne();
            var many = finding.patternOfMany();
            long count =
                    tx.queryOne(COUNT, row -> row.longValue("notes"), collectionId, one, many)
                            .orElseThrow();
            if (count > MOST_IN_COLLECTION) {
                var all = new Many();
                for (var note :
                        tx.query(
                                TAKE,
                                row -> Map.entry(row.text("note"), row.text("data")),
                                collectionId,
                                one,
                                many)) {
                    all.add(finding, note);
                }
                all.write(tx, collectionId, finding);
            }
        }
    }

    /// What is told of many OCIDs at once.
    private final class Many {
        private final JsonObject named = new JsonObject();
        private long count;

        void add(String ocid, JsonObject data) {
            count++;
            name(ocid, data);
        }

        void add(Finding finding, Map.Entry<String, String> note) {
            if (!(JsonReader.read(note.getValue()) instanceof JsonObject data)) {
                return;
            }
            var text = note.getKey();
            if (text.startsWith("OCID ")) {
                add(finding.ocid(text), data);
            } else if (data.get("count") instanceof JsonNumber number
                    && data.get("ocids") instanceof JsonObject ocids) {
                count += Long.parseLong(number.toString());
                for (int i = 0; i < ocids.size(); i++) {
                    if (ocids.valueAt(i) instanceof JsonObject of) {
                        name(ocids.nameAt(i), of);
                    }
                }
            }
        }

        private void name(String ocid, JsonObject data) {
            if (named.size() < MOST_NAMED) {
                named.put(ocid, data);
            }
        }

        void write(Tx tx, long collectionId, Finding finding) throws SQLException {
            var data = new JsonObject().put("count", JsonNumber.of(count)).put("ocids", named);
            notes.add(tx, collectionId, finding.text(count), finding.code(), data.toString());
        }
    }
}
