package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The processes that do steps, by their own word: each has a row, which it renews.
public final class Workers {
    /// A process that has not been seen for so long is taken for dead: twelve of its beats.
    public static final Duration LOST_AFTER = Duration.ofMinutes(1);

    /// Rows of dead processes are shown for so long.
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private static final String BEAT =
            """
            insert into worker (id, machine, process_id, release, threads, work)
            values (?, ?, ?, ?, ?, (
                select coalesce(jsonb_agg(jsonb_build_object('step', step, 'since', since) order by since, step), '[]')
                from unnest(?::text[], ?::text[]) as w (step, since)))
            on conflict (id) do update set seen_at = now(), work = excluded.work
            """;

    private static final String LEAVE = "delete from worker where id = ?";

    private static final String FORGET =
            "delete from worker where seen_at < now() - make_interval(secs => ?)";

    private static final String LIST =
            """
            select id, machine, process_id, release, threads, started_at, seen_at,
                seen_at < now() - make_interval(secs => ?) as lost,
                array(select w ->> 'step' from jsonb_array_elements(work) w) as steps,
                array(select w ->> 'since' from jsonb_array_elements(work) w) as since
            from worker order by machine, process_id
            """;

    /// A process that does steps.
    ///
    /// @param id made at its start
    /// @param machine its host's name
    /// @param release of this program
    public record Self(UUID id, String machine, long processId, String release, int threads) {}

    /// A step that a thread has in hand.
    public record InHand(String step, Instant since) {}

    /// A process and what it said last.
    ///
    /// @param lost whether it has not been seen for a minute: killed, or cut off from PostgreSQL
    public record Seen(
            Self self, Instant started, Instant seen, boolean lost, List<InHand> inHand) {
        public Seen {
            inHand = List.copyOf(inHand);
        }
    }

    void beat(Tx tx, Self self, List<InHand> inHand) throws SQLException {
        tx.execute(
                BEAT,
                self.id(),
                self.machine(),
                self.processId(),
                self.release(),
                self.threads(),
                SqlArray.text(inHand.stream().map(InHand::step).toList()),
                SqlArray.text(inHand.stream().map(one -> one.since().toString()).toList()));
        tx.execute(FORGET, FORGOTTEN_AFTER.toSeconds());
    }

    void leave(Tx tx, Self self) throws SQLException {
        tx.execute(LEAVE, self.id());
    }

    /// All of them, by machine.
    public List<Seen> list(Tx tx) throws SQLException {
        return tx.query(LIST, Workers::seen, LOST_AFTER.toSeconds());
    }

    private static Seen seen(Row row) throws SQLException {
        var steps = row.texts("steps");
        var since = row.texts("since");
        var inHand = new ArrayList<InHand>();
        for (int i = 0; i < steps.size(); i++) {
            inHand.add(new InHand(steps.get(i), Instant.parse(since.get(i))));
        }
        return new Seen(
                new Self(
                        row.uuid("id"),
                        row.text("machine"),
                        row.longValue("process_id"),
                        row.text("release"),
                        row.intValue("threads")),
                row.instant("started_at"),
                row.instant("seen_at"),
                row.bool("lost"),
                inHand);
    }
}
