package org.kingfisherprocess.supervisor.posix;

/// A call to the operating system failed.
public final class PosixException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    PosixException(String what, int errno) {
        super("%s: %s".formatted(what, Libc.describe(errno)));
        this.errno = errno;
    }

    /// The number of the error, as `errno.h` has it.
    public int errno() {
        return errno;
    }
}
