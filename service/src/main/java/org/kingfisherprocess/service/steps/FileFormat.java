package org.kingfisherprocess.service.steps;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileErrorsSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;

/// Tells collections the format of their first file. Thread-safe.
final class FileFormat {
    private final Collections collections;

    /// Those that know it, as was committed.
    private final Set<Long> know = ConcurrentHashMap.newKeySet();

    FileFormat(Collections collections) {
        this.collections = collections;
    }

    /// These were stored.
    void tell(Tx tx, List<Loading> stored) throws SQLException {
        var first = new TreeMap<Long, String>();
        for (var loading : stored) {
            var type =
                    switch (loading.submission()) {
                        case FileSubmission file -> file.dataType();
                        case ItemSubmission item -> item.dataType();
                        case FileErrorsSubmission _, EndSubmission _ -> "";
                    };
            if (DataType.of(type).isPresent() && !know.contains(loading.collectionId())) {
                first.putIfAbsent(loading.collectionId(), type);
            }
        }
        for (var entry : first.entrySet()) {
            tell(tx, entry.getKey(), entry.getValue());
        }
    }

    private void tell(Tx tx, long collection, String type) throws SQLException {
        if (collections.knowsFormat(tx, collection)) {
            know.add(collection);
        } else {
            collections.firstFormat(
                    tx,
                    collection,
                    words(type),
                    type.endsWith("_json_lines"),
                    type.contains("_list"));
        }
    }

    /// Version 2's words for what a file is made of.
    private static String words(String dataType) {
        return Set.of("release_package", "record_package", "compiled_release").stream()
                .filter(dataType::startsWith)
                .findFirst()
                .orElse(dataType.startsWith("record") ? "record" : "release")
                .replace('_', ' ');
    }
}
