package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C library's functions that we call, each by its name there.
///
/// They return what C returns, or throw [PosixException] where that is negative; one that a signal
/// interrupted is called again.
@SuppressWarnings("restricted") // to call C is what this class is for
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final int INTERRUPTED = 4;
    private static final long LONGEST_DESCRIPTION = 200;

    private Libc() {}

    /// A function that takes and returns C's `int`, `long` and pointers.
    record Function(String name, MethodHandle handle) {
        static Function of(String name, ValueLayout result, MemoryLayout... arguments) {
            return new Function(name, Libc.handle(name, FunctionDescriptor.of(result, arguments)));
        }

        /// @param fixed how many arguments come before the three dots of its declaration
        static Function variadic(
                int fixed, String name, ValueLayout result, MemoryLayout... arguments) {
            return new Function(
                    name,
                    Libc.handle(
                            name,
                            FunctionDescriptor.of(result, arguments),
                            Linker.Option.firstVariadicArg(fixed)));
        }

        int call(String what, Object... arguments) {
            return (int) callLong(what, arguments);
        }

        long callLong(String what, Object... arguments) {
            while (true) {
                var outcome = tryCall(arguments);
                if (outcome.result() >= 0) {
                    return outcome.result();
                }
                if (outcome.errno() != INTERRUPTED) {
                    throw new PosixException(what, outcome.errno());
                }
            }
        }

        private Outcome tryCall(Object... arguments) {
            try (var arena = Arena.ofConfined()) {
                var state = arena.allocate(STATE);
                var all = new Object[arguments.length + 1];
                all[0] = state;
                System.arraycopy(arguments, 0, all, 1, arguments.length);
                var result = (Number) handle.invokeWithArguments(all);
                return new Outcome(result.longValue(), state.get(JAVA_INT, ERRNO_OFFSET));
            } catch (Throwable e) {
                throw new IllegalStateException(
                        "cannot call %s of the C library".formatted(name), e);
            }
        }
    }

    private record Outcome(long result, int errno) {}

    static final Function SOCKET = Function.of("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    static final Function SETSOCKOPT =
            Function.of("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function GETSOCKOPT =
            Function.of("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    static final Function BIND = Function.of("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function LISTEN = Function.of("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    static final Function ACCEPT =
            Function.of("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    static final Function CONNECT = Function.of("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function GETSOCKNAME =
            Function.of("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    static final Function SENDTO =
            Function.of(
                    "sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function SENDMSG = Function.of("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function RECVMSG = Function.of("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    static final Function DUP2 = Function.of("dup2", JAVA_INT, JAVA_INT, JAVA_INT);
    static final Function CLOSE = Function.of("close", JAVA_INT, JAVA_INT);
    static final Function OPEN =
            Function.variadic(2, "open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final Function FCNTL =
            Function.variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    static final Function FALLOCATE =
            Function.of("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final Function EXECVE = Function.of("execve", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    static final Function WAITPID = Function.of("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private static MethodHandle handle(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        all[0] = ERRNO;
        System.arraycopy(options, 0, all, 1, options.length);
        var symbol =
                LINKER.defaultLookup()
                        .find(name)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the C library of this machine has no " + name));
        return LINKER.downcallHandle(symbol, descriptor, all);
    }

    static String describe(int errno) {
        var strerror =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("strerror"),
                        FunctionDescriptor.of(ADDRESS, JAVA_INT));
        try {
            var text = (MemorySegment) strerror.invokeExact(errno);
            return text.reinterpret(LONGEST_DESCRIPTION).getString(0);
        } catch (Throwable _) {
            return "error " + errno;
        }
    }
}
