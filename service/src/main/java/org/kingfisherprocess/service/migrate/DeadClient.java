package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.Map;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.SqlFailure;

/// Lets the server notice within seconds that the process of a run is gone, and within a minute
/// that its machine is, while a statement works for it. Else that statement would go on to its end,
/// for hours, and hold the lock of runs.
final class DeadClient {
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "client_connection_check_interval", "5s",
                    "tcp_keepalives_idle", "30",
                    "tcp_keepalives_interval", "10",
                    "tcp_keepalives_count", "3");

    private static final String SET = "select set_config(?, ?, false)";

    private DeadClient() {}

    /// What a server does not know (the first came with version 14) or its platform cannot do is
    /// left as it is.
    static void isNoticed(Session session) throws SQLException {
        for (var setting : SETTINGS.entrySet()) {
            try {
                session.query(SET, row -> true, setting.getKey(), setting.getValue());
            } catch (SQLException e) {
                if (SqlFailure.of(e) == SqlFailure.AWAY) {
                    throw e;
                }
            }
        }
    }
}
