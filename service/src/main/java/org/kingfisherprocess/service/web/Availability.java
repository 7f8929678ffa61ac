package org.kingfisherprocess.service.web;

import java.io.IOException;
import java.util.Map;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.HttpException;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers 503, with what is still going on, where a page needs a PostgreSQL that is not there for
/// it. A page that fails for another reason fails as everything does.
record Availability(Backlog backlog) {
    private static final Logger LOG = LoggerFactory.getLogger("ocdskingfisher.web");

    /// PostgreSQL's class for missing tables and columns: they are not made yet, or not ours.
    private static final String OTHER_TABLES = "42";

    private static final Map<String, String> AGAIN = Map.of("Retry-After", "10");

    RequestHandler needed(RequestHandler page) {
        return call -> answer(page, call);
    }

    /// What is wrong, in words for people.
    static String reason(DatabaseException e) {
        return switch (e.failure()) {
            case AWAY -> "PostgreSQL cannot be reached.";
            case LOCKED ->
                    "PostgreSQL did not answer in time: a table is locked, as during a migration, or there is much to do.";
            case DATA, OTHER ->
                    "PostgreSQL has not got the tables that this version works with; they may be about to be made.";
        };
    }

    static boolean explains(DatabaseException e) {
        return switch (e.failure()) {
            case AWAY, LOCKED -> true;
            case DATA, OTHER ->
                    e.sqlState().filter(state -> state.startsWith(OTHER_TABLES)).isPresent();
        };
    }

    private Answer answer(RequestHandler page, Call call) throws IOException {
        try {
            return page.handle(call);
        } catch (DatabaseException e) {
            if (!explains(e)) {
                throw e;
            }
            LOG.warn("{} cannot be shown: {}", call.path(), e.getMessage());
            throw new HttpException(
                    503, reason(e) + " " + backlog.sentence() + " Try again soon.", AGAIN);
        }
    }
}
