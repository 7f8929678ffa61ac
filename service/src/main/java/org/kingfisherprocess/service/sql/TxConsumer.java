package org.kingfisherprocess.service.sql;

import java.sql.SQLException;

/// Work inside a transaction.
@FunctionalInterface
public interface TxConsumer {
    void accept(Tx tx) throws SQLException;
}
