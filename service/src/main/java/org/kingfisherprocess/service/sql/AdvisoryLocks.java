package org.kingfisherprocess.service.sql;

/// The keys of the advisory locks that this program takes, in one place so that no two meanings
/// share a key. PostgreSQL has one space of such keys for each database.
public final class AdvisoryLocks {
    /// Held by one migration run at a time, for the length of its session: the letters "kpmigr".
    public static final long MIGRATION_RUN = 0x6b706d696772L;

    /// Held **shared** by every transaction of a worker (loading, steps, jobs), from its first
    /// statement to its end, as `pg_advisory_xact_lock_shared`. A migration step that needs the
    /// workers to stand still takes it exclusively, which waits for those under way and holds back
    /// the rest: the letters "kpwork".
    public static final long WORK = 0x6b70776f726bL;

    /// Held **shared** beside [#WORK] by every transaction that does a step, and by nobody else: so
    /// steps that are under way can be told from loading: the letters "kpstep".
    public static final long STEPS = 0x6b7073746570L;

    private AdvisoryLocks() {}
}
