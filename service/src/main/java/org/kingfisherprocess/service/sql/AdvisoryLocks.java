package org.kingfisherprocess.service.sql;

/// The keys of advisory locks that several rooms must agree on.
public final class AdvisoryLocks {
    /// Held shared by every transaction that does a step. Whoever takes it exclusively waits for
    /// those under way and holds back the rest: workers stand still until it is let go. The letters
    /// "kpwork".
    public static final long WORK = 0x6b70776f726bL;

    private AdvisoryLocks() {}
}
