package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.UnusedDocuments;

/// Stores compiled releases, each in a file of its own (`{ocid}.json`, item 1), which exists once
/// in a collection: so an OCID cannot be compiled twice, whoever tries. One that is there is
/// replaced.
final class CompiledTables {
    private static final int ITEM = 1;

    // Locked in order, so that two steps that compile the same OCIDs anew wait for each other.
    private static final String LOCK =
            """
            select id, filename from collection_file where collection_id = ? and filename = any(?::text[])
            order by filename for update
            """;

    private static final String USED =
            "select data_id from compiled_release where collection_file_id = any(?::bigint[])";

    private static final String REPLACE =
            """
            update compiled_release r set data_id = n.data_id, release_date = n.release_date
            from unnest(?::bigint[], ?::bigint[], ?::text[]) as n (file_id, data_id, release_date)
            where r.collection_file_id = n.file_id and r.collection_id = ? and r.data_id <> n.data_id
            """;

    // Children first: the foreign keys are checked by statement.
    private static final List<String> REMOVE =
            List.of(
                    "delete from compiled_release where collection_file_id = any(?::bigint[])",
                    "delete from collection_file_item where collection_file_id = any(?::bigint[])",
                    "delete from collection_file where id = any(?::bigint[])");

    private final CollectionFiles files = new CollectionFiles();
    private final CollectionFileItems items = new CollectionFileItems();
    private final Documents data = Documents.ofData();
    private final Contents contents = new Contents();
    private final UnusedDocuments unused = UnusedDocuments.ofData();
    private final FindingNotes notes = new FindingNotes();

    /// Files first, then documents, each in one order: so concurrent transactions cannot deadlock.
    /// What is outdated by the time that nobody else can write it is left as it is.
    ///
    /// @param compiled no OCID twice
    /// @return what was outdated
    Set<String> store(
            Tx tx, long collectionId, List<Compiled> compiled, Basis basis, Findings findings)
            throws SQLException {
        var keys = new HashMap<String, CollectionFiles.Key>();
        for (var one : compiled) {
            keys.put(one.ocid(), new CollectionFiles.Key(collectionId, one.ocid() + ".json"));
        }
        var created = createFiles(tx, keys, stored(compiled));
        var there = existing(tx, collectionId, keys, created);
        var outdated = basis.outdated(tx);
        outdated.retainAll(keys.keySet());
        outdated.forEach(findings::forget);
        there.keySet().removeAll(outdated);
        var current = compiled.stream().filter(one -> !outdated.contains(one.ocid())).toList();
        var stored = stored(current);
        var before = used(tx, there);
        var dataIds = dataIds(tx, stored, findings);
        insert(tx, collectionId, stored, created, dataIds);
        replace(tx, collectionId, stored, there, dataIds);
        remove(tx, compiled, created, there, dataIds);
        notes.settle(tx, collectionId, List.copyOf(dataIds.keySet()));
        before.removeAll(dataIds.values());
        if (!before.isEmpty()) {
            UnusedDocuments.oneAtATime(tx);
            unused.remember(tx, List.copyOf(before));
        }
        return outdated;
    }

    private static List<Compiled> stored(List<Compiled> compiled) {
        return compiled.stream().filter(one -> !(one instanceof Compiled.Nothing)).toList();
    }

    /// The documents that the files have now.
    private static Set<Long> used(Tx tx, Map<String, Long> there) throws SQLException {
        return there.isEmpty()
                ? new TreeSet<>()
                : new TreeSet<>(
                        tx.query(
                                USED,
                                row -> row.longValue("data_id"),
                                SqlArray.bigint(there.values())));
    }

    private Map<String, Long> createFiles(
            Tx tx, Map<String, CollectionFiles.Key> keys, List<Compiled> stored)
            throws SQLException {
        var ids =
                files.insert(
                        tx,
                        stored.stream()
                                .map(one -> new CollectionFiles.NewFile(key(keys, one), ""))
                                .toList());
        return byOcid(stored, keys, ids);
    }

    private Map<String, Long> existing(
            Tx tx,
            long collectionId,
            Map<String, CollectionFiles.Key> keys,
            Map<String, Long> created)
            throws SQLException {
        var others =
                keys.entrySet().stream()
                        .filter(entry -> !created.containsKey(entry.getKey()))
                        .toList();
        if (others.isEmpty()) {
            return new HashMap<>();
        }
        var names = others.stream().map(entry -> entry.getValue().name()).toList();
        var ids = new HashMap<String, Long>();
        tx.query(
                LOCK,
                row -> ids.put(row.text("filename"), row.longValue("id")),
                collectionId,
                SqlArray.text(names));
        var found = new HashMap<String, Long>();
        for (var other : others) {
            Optional.ofNullable(ids.get(other.getValue().name()))
                    .ifPresent(id -> found.put(other.getKey(), id));
        }
        return found;
    }

    private static Map<String, Long> byOcid(
            List<Compiled> stored,
            Map<String, CollectionFiles.Key> keys,
            Map<CollectionFiles.Key, Long> ids) {
        var byOcid = new HashMap<String, Long>();
        for (var one : stored) {
            Optional.ofNullable(ids.get(key(keys, one)))
                    .ifPresent(id -> byOcid.put(one.ocid(), id));
        }
        return byOcid;
    }

    private static CollectionFiles.Key key(
            Map<String, CollectionFiles.Key> keys, Compiled compiled) {
        return Optional.ofNullable(keys.get(compiled.ocid())).orElseThrow();
    }

    /// The documents' ids, by OCID; without those that PostgreSQL refuses.
    private Map<String, Long> dataIds(Tx tx, List<Compiled> stored, Findings findings)
            throws SQLException {
        var made = new ArrayList<Documents.Hashed>();
        for (var one : stored) {
            if (one instanceof Compiled.Made(_, _, var json)) {
                made.add(new Documents.Hashed(json.md5(), json.toString()));
            }
        }
        var outcome = data.store(tx, made);
        var ids = new HashMap<String, Long>();
        for (var one : stored) {
            switch (one) {
                case Compiled.AsStored(var ocid, _, long dataId) -> ids.put(ocid, dataId);
                case Compiled.Made(var ocid, _, var json) -> {
                    var id = outcome.ids().get(json.md5());
                    if (id != null) {
                        ids.put(ocid, id);
                    } else {
                        findings.add(
                                Finding.NOT_STORED,
                                ocid,
                                "Refused",
                                String.valueOf(outcome.refused().get(json.md5())));
                    }
                }
                case Compiled.Nothing _ -> {}
            }
        }
        return ids;
    }

    private void insert(
            Tx tx,
            long collectionId,
            List<Compiled> stored,
            Map<String, Long> created,
            Map<String, Long> dataIds)
            throws SQLException {
        var keys = new HashMap<String, CollectionFileItems.Key>();
        created.forEach((ocid, file) -> {
            if (dataIds.containsKey(ocid)) {
                keys.put(ocid, new CollectionFileItems.Key(file, ITEM));
            }
        });
        if (keys.isEmpty()) {
            return;
        }
        var itemIds = items.insert(tx, List.copyOf(keys.values()));
        var rows = new ArrayList<Contents.Row>();
        for (var one : stored) {
            var key = keys.get(one.ocid());
            var dataId = dataIds.get(one.ocid());
            if (key != null && dataId != null) {
                long item = Optional.ofNullable(itemIds.get(key)).orElseThrow();
                var place = new Contents.Place(collectionId, key.fileId(), item);
                rows.add(new Contents.Row(place, one.ocid(), "", date(one), dataId, 0));
            }
        }
        contents.insertCompiledReleases(tx, rows);
    }

    private static String date(Compiled compiled) {
        return switch (compiled) {
            case Compiled.AsStored(_, var date, _) -> date;
            case Compiled.Made(_, var date, _) -> date;
            case Compiled.Nothing _ -> "";
        };
    }

    private static void replace(
            Tx tx,
            long collectionId,
            List<Compiled> stored,
            Map<String, Long> there,
            Map<String, Long> dataIds)
            throws SQLException {
        var fileIds = new ArrayList<Long>();
        var ids = new ArrayList<Long>();
        var dates = new ArrayList<String>();
        for (var one : stored) {
            var file = there.get(one.ocid());
            var dataId = dataIds.get(one.ocid());
            if (file != null && dataId != null) {
                fileIds.add(file);
                ids.add(dataId);
                dates.add(date(one));
            }
        }
        if (!fileIds.isEmpty()) {
            tx.execute(
                    REPLACE,
                    SqlArray.bigint(fileIds),
                    SqlArray.bigint(ids),
                    SqlArray.text(dates),
                    collectionId);
        }
    }

    /// What was compiled before and cannot be any more, and files that were made for nothing.
    private static void remove(
            Tx tx,
            List<Compiled> compiled,
            Map<String, Long> created,
            Map<String, Long> there,
            Map<String, Long> dataIds)
            throws SQLException {
        var fileIds = new ArrayList<Long>();
        for (var one : compiled) {
            if (!dataIds.containsKey(one.ocid())) {
                Optional.ofNullable(created.get(one.ocid())).ifPresent(fileIds::add);
                Optional.ofNullable(there.get(one.ocid())).ifPresent(fileIds::add);
            }
        }
        if (!fileIds.isEmpty()) {
            for (var statement : REMOVE) {
                tx.execute(statement, SqlArray.bigint(fileIds));
            }
        }
    }
}
