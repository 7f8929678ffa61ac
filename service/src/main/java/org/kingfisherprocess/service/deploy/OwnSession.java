package org.kingfisherprocess.service.deploy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// Takes this process out of the terminal's session (setsid(2)), so that a lost terminal, which
/// ends the processes of its session, does not end it.
final class OwnSession {
    private OwnSession() {}

    /// Returns false where it leads a group of processes already, and so stays where it is.
    static boolean begin() {
        var linker = Linker.nativeLinker();
        var setsid =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setsid"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) setsid.invokeExact() > 0;
        } catch (Throwable e) {
            throw new IllegalStateException("setsid cannot be called", e);
        }
    }
}
