package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// Hands a descriptor to another process over a Unix socket: the receiver then holds the same open
/// socket or file as the sender.
///
/// One byte goes along, since a message must not be empty. The control part of the message is a
/// `struct cmsghdr` (length 8, level 4, type 4) and the descriptor (4, padded to 8); the message is
/// a `struct msghdr` of 56 bytes (name, its length, vector, its length, control, its length,
/// flags).
public final class DescriptorPost implements AutoCloseable {
    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int SOCKET_LEVEL = 1;
    private static final int RIGHTS = 1;
    private static final int RECEIVE_TIMEOUT = 20;
    private static final int RECEIVED_CLOSE_ON_EXEC = 0x40000000;
    private static final int NO_SIGNAL = 0x4000;
    private static final long CONTROL_BYTES = 24;
    private static final long CONTROL_LENGTH = 20;
    private static final long DESCRIPTOR_OFFSET = 16;
    private static final long MESSAGE_BYTES = 56;

    private final int listener;

    private DescriptorPost(int listener) {
        this.listener = listener;
    }

    /// Opens a box into which one sender puts one descriptor.
    ///
    /// @param path of the socket, in a folder that is ours alone
    public static DescriptorPost open(String path, Duration patience) {
        try (var arena = Arena.ofConfined()) {
            var listener = socket();
            var raw = SocketAddresses.ofUnix(path, arena);
            Libc.BIND.call("cannot bind " + path, listener, raw, (int) raw.byteSize());
            Libc.LISTEN.call("cannot listen on " + path, listener, 1);
            waitAtMost(listener, patience);
            return new DescriptorPost(listener);
        }
    }

    /// Waits for the descriptor, for as long as the patience lasts.
    public int receive(Duration patience) {
        try (var arena = Arena.ofConfined()) {
            var sender =
                    Libc.ACCEPT.call(
                            "nobody handed the descriptor over",
                            listener,
                            MemorySegment.NULL,
                            MemorySegment.NULL,
                            CLOSE_ON_EXEC);
            try {
                waitAtMost(sender, patience);
                var control = arena.allocate(CONTROL_BYTES, Long.BYTES);
                Libc.RECVMSG.callLong(
                        "cannot receive the descriptor",
                        sender,
                        message(control, arena),
                        RECEIVED_CLOSE_ON_EXEC);
                if (control.get(JAVA_INT, Long.BYTES + Integer.BYTES) != RIGHTS
                        || control.get(JAVA_LONG, 0) < CONTROL_LENGTH) {
                    throw new IllegalStateException("a message came without a descriptor");
                }
                return control.get(JAVA_INT, DESCRIPTOR_OFFSET);
            } finally {
                ListeningSocket.close(sender);
            }
        }
    }

    /// Puts a descriptor of ours into the box at the path.
    public static void send(int descriptor, String path) {
        try (var arena = Arena.ofConfined()) {
            var sender = socket();
            try {
                var raw = SocketAddresses.ofUnix(path, arena);
                Libc.CONNECT.call("cannot connect to " + path, sender, raw, (int) raw.byteSize());
                var control = arena.allocate(CONTROL_BYTES, Long.BYTES);
                control.set(JAVA_LONG, 0, CONTROL_LENGTH);
                control.set(JAVA_INT, Long.BYTES, SOCKET_LEVEL);
                control.set(JAVA_INT, Long.BYTES + Integer.BYTES, RIGHTS);
                control.set(JAVA_INT, DESCRIPTOR_OFFSET, descriptor);
                Libc.SENDMSG.callLong(
                        "cannot hand over descriptor " + descriptor,
                        sender,
                        message(control, arena),
                        NO_SIGNAL);
            } finally {
                ListeningSocket.close(sender);
            }
        }
    }

    @Override
    public void close() {
        ListeningSocket.close(listener);
    }

    private static int socket() {
        return Libc.SOCKET.call(
                "cannot make a socket", SocketAddresses.UNIX, STREAM | CLOSE_ON_EXEC, 0);
    }

    private static void waitAtMost(int descriptor, Duration patience) {
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(JAVA_LONG, 2);
            time.setAtIndex(JAVA_LONG, 0, patience.toSeconds());
            time.setAtIndex(JAVA_LONG, 1, patience.toNanosPart() / 1_000L);
            Libc.SETSOCKOPT.call(
                    "cannot set SO_RCVTIMEO",
                    descriptor,
                    SOCKET_LEVEL,
                    RECEIVE_TIMEOUT,
                    time,
                    (int) time.byteSize());
        }
    }

    private static MemorySegment message(MemorySegment control, Arena arena) {
        var vector = arena.allocate(ADDRESS.byteSize() + Long.BYTES, Long.BYTES);
        vector.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, (byte) 'd'));
        vector.set(JAVA_LONG, ADDRESS.byteSize(), 1);
        var message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
        message.set(ADDRESS, 16, vector);
        message.set(JAVA_LONG, 24, 1);
        message.set(ADDRESS, 32, control);
        message.set(JAVA_LONG, 40, control.byteSize());
        return message;
    }
}
