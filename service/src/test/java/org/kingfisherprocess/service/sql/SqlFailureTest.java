package org.kingfisherprocess.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, AWAY", // connection lost
        "08001, AWAY", // connection refused
        "57P01, AWAY", // terminated by an administrator, or shutting down fast
        "57P03, AWAY", // starting up
        "53300, AWAY", // too many connections
        "53100, AWAY", // disk full
        "58030, AWAY", // input or output error of the server's
        "28P01, AWAY", // wrong password
        "3D000, AWAY", // no such database
        "25006, AWAY", // read-only: a standby, or a full disk's emergency brake
        "55P03, LOCKED", // lock timeout
        "40P01, LOCKED", // deadlock
        "40001, LOCKED", // serialization
        "57014, LOCKED", // cancelled
        "22P02, DATA", // not JSON
        "22P05, DATA", // a character that cannot be stored
        "23505, DATA", // not unique
        "54000, DATA", // too large
        "42P01, OTHER", // no such table
        "42501, OTHER", // no privilege
    })
    void knowsWhatAStateMeans(String state, SqlFailure meaning) {
        assertThat(SqlFailure.of(new SQLException("reason", state))).isEqualTo(meaning);
    }

    @Test
    void looksForTheStateInTheCauses() {
        var refused = new SQLException("connection refused", "08001");
        var timeout = new SQLTransientConnectionException("pool", null, 0, refused);

        assertThat(SqlFailure.of(timeout)).isEqualTo(SqlFailure.AWAY);
    }

    @Test
    void takesAnExhaustedPoolForAServerThatIsAway() {
        assertThat(SqlFailure.of(new SQLTransientConnectionException("timed out after 10 s")))
                .isEqualTo(SqlFailure.AWAY);
    }

    @Test
    void doesNotGuessWithoutAState() {
        assertThat(SqlFailure.of(new SQLException("something"))).isEqualTo(SqlFailure.OTHER);
    }
}
