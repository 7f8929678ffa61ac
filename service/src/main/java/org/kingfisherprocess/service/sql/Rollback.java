package org.kingfisherprocess.service.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// Rolls back without hiding why.
final class Rollback {
    private Rollback() {}

    static void after(Throwable reason, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
