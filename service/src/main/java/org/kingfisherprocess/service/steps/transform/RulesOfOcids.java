package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionNotes;

/// The merge rules of the OCIDs of one step: those under the extensions of the packages in which
/// their releases or records came.
final class RulesOfOcids {
    private static final String NOTE =
            """
            insert into collection_note (collection_id, note, stored_at, code, data)
            select ?, ?, now(), ?, ?::jsonb
            where not exists (select from collection_note where collection_id = ? and note = ?)
            """;

    private final MergeRuleBook book;
    private final Map<String, List<String>> extensions;

    private RulesOfOcids(MergeRuleBook book, Map<String, List<String>> extensions) {
        this.book = book;
        this.extensions = extensions;
    }

    static RulesOfOcids of(Tx tx, MergeRuleBook book, List<SourceDocument> documents)
            throws SQLException {
        var packages = new LinkedHashMap<String, Set<Long>>();
        for (var document : documents) {
            packages.computeIfAbsent(document.ocid(), _ -> new LinkedHashSet<>())
                    .add(document.packageDataId());
        }
        var ids = new HashSet<Long>();
        packages.values().forEach(ids::addAll);
        var ofPackages = book.extensionsOf(tx, ids);
        var sets = new HashMap<Set<Long>, List<String>>();
        var extensions = new HashMap<String, List<String>>();
        packages.forEach((ocid, of) ->
                extensions.put(
                        ocid,
                        sets.computeIfAbsent(
                                of,
                                key ->
                                        MergeRuleBook.union(
                                                key.stream()
                                                        .map(id ->
                                                                ofPackages.getOrDefault(
                                                                        id, List.of()))
                                                        .toList()))));
        return new RulesOfOcids(book, extensions);
    }

    /// What has to be fetched before rules can be told; it is under way.
    Optional<CompletionStage<?>> preparation() {
        var missing = book.missing(new HashSet<>(extensions.values()));
        return missing.isEmpty() ? Optional.empty() : Optional.of(book.fetch(missing));
    }

    MergeRules of(String ocid) {
        return book.rules(extensions.getOrDefault(ocid, List.of()));
    }

    /// Notes those extensions that could not be had. Two workers that do so at once may write a
    /// note twice.
    void note(Tx tx, long collectionId) throws SQLException {
        var urls = new HashSet<String>();
        new HashSet<>(extensions.values()).forEach(urls::addAll);
        for (var entry : new TreeMap<>(book.unavailable(urls)).entrySet()) {
            var text =
                    "The extension %s cannot be had: merged without it".formatted(entry.getKey());
            var data = new JsonObject().put("reason", new JsonString(entry.getValue()));
            tx.execute(
                    NOTE,
                    collectionId,
                    text,
                    CollectionNotes.Code.WARNING.name(),
                    data.toString(),
                    collectionId,
                    text);
        }
    }
}
