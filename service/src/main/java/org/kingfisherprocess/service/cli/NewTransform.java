package org.kingfisherprocess.service.cli;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.steps.transform.Planting;
import org.kingfisherprocess.service.store.DerivedCollections;
import org.kingfisherprocess.service.store.TransformType;

/// Creates the collection that is made of another one, and prints its id.
final class NewTransform {
    private NewTransform() {}

    static int create(CommandLineInterface line, long from, TransformType type) {
        long id =
                line.application()
                        .withDatabase(
                                database -> database.transaction(tx -> create(tx, from, type)));
        line.terminal().print(Long.toString(id));
        return ExitCode.OK;
    }

    private static long create(Tx tx, long from, TransformType type) throws SQLException {
        var source = KnownCollection.require(tx, from);
        if (source.deletedAt().isPresent()) {
            throw new RefusedException("collection %d is marked as deleted".formatted(from));
        }
        if (source.transformType().equals(TransformType.COMPILE.text())
                || source.transformType().equals(type.text())) {
            throw new RefusedException(
                    "collection %d is made by %s already: nothing more is made of it by %s"
                            .formatted(from, source.transformType(), type.text()));
        }
        var derived = new DerivedCollections();
        var existing = derived.find(tx, from, type);
        if (existing.isPresent()) {
            throw new RefusedException(
                    "collection %d is made of it by %s already"
                            .formatted(existing.get(), type.text()));
        }
        long id = derived.idOf(tx, from, type);
        new Planting().created(tx, id);
        return id;
    }
}
