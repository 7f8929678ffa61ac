package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Linux's `struct sockaddr` in bytes:
///
/// ```
/// sockaddr_in   family 2 (own order), port 2 (network order), address 4, zero 8
/// sockaddr_in6  family 2, port 2, flow 4, address 16, scope 4
/// sockaddr_un   family 2, path up to 108; a first byte of 0 means a name that is no file
/// ```
final class SocketAddresses {
    static final int UNIX = 1;
    static final int INTERNET = 2;
    static final int INTERNET6 = 10;
    static final int LONGEST = 128;

    private static final int PATH_OFFSET = 2;
    private static final int LONGEST_PATH = 107;
    private static final int INTERNET_BYTES = 16;
    private static final int INTERNET6_BYTES = 28;
    private static final int PORT_OFFSET = 2;
    private static final int ADDRESS_OFFSET = 4;
    private static final int ADDRESS6_OFFSET = 8;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    static int family(InetSocketAddress address) {
        return address.getAddress().getAddress().length == 4 ? INTERNET : INTERNET6;
    }

    static MemorySegment of(InetSocketAddress address, Arena arena) {
        var bytes = address.getAddress().getAddress();
        var four = bytes.length == 4;
        var segment = arena.allocate(four ? INTERNET_BYTES : INTERNET6_BYTES, Integer.BYTES);
        segment.set(JAVA_SHORT, 0, (short) family(address));
        segment.set(NETWORK_SHORT, PORT_OFFSET, (short) address.getPort());
        MemorySegment.copy(
                bytes,
                0,
                segment,
                JAVA_BYTE,
                four ? ADDRESS_OFFSET : ADDRESS6_OFFSET,
                bytes.length);
        return segment;
    }

    /// @param path of a file, or a name that begins with `@` and is none
    static MemorySegment ofUnix(String path, Arena arena) {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_PATH) {
            throw new IllegalArgumentException(
                    "the path of a Unix socket may have %d bytes, this has %d: %s"
                            .formatted(LONGEST_PATH, bytes.length, path));
        }
        var abstractName = path.startsWith("@");
        var segment =
                arena.allocate(PATH_OFFSET + bytes.length + (abstractName ? 0L : 1L), Short.BYTES);
        segment.set(JAVA_SHORT, 0, (short) UNIX);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, PATH_OFFSET, bytes.length);
        if (abstractName) {
            segment.set(JAVA_BYTE, PATH_OFFSET, (byte) 0);
        }
        return segment;
    }

    /// Empty for an address of another family.
    static Optional<InetSocketAddress> read(MemorySegment segment) {
        var family = segment.get(JAVA_SHORT, 0);
        if (family != INTERNET && family != INTERNET6) {
            return Optional.empty();
        }
        var bytes = new byte[family == INTERNET ? 4 : 16];
        var offset = family == INTERNET ? ADDRESS_OFFSET : ADDRESS6_OFFSET;
        MemorySegment.copy(segment, JAVA_BYTE, offset, bytes, 0, bytes.length);
        var port = Short.toUnsignedInt(segment.get(NETWORK_SHORT, PORT_OFFSET));
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }
}
