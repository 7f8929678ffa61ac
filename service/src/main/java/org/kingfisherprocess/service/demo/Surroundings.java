package org.kingfisherprocess.service.demo;

import java.nio.file.Path;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Database;

/// What a demonstration needs of the rest of the program; made by the start-up code.
public interface Surroundings {
    /// Has nothing logged but warnings: all else would come between what is drawn.
    void logWarningsAlone();

    /// The distribution that this program was started from; empty where it was not packed.
    Optional<Path> distribution();

    /// By what name that distribution is installed.
    String release();

    /// Makes a PostgreSQL in a data folder, with a database as version 1 leaves one, and stops it
    /// again.
    void makeVersionOne(Path dataFolder, int releases);

    /// The database of the PostgreSQL in a data folder, as soon and as long as that answers.
    ///
    /// @param name by which its sessions are known to PostgreSQL
    Database database(Path dataFolder, String name);
}
