package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/// Takes this process out of the session of its terminal, whose end would end it too.
public final class OwnSession {
    private static final Libc.Function SETSID = Libc.Function.of("setsid", JAVA_INT);

    private OwnSession() {}

    /// Returns false where it stays in its session, since it leads a group of processes there.
    public static boolean begin() {
        try {
            SETSID.call("cannot begin a session");
            return true;
        } catch (PosixException _) {
            return false;
        }
    }
}
