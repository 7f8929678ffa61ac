package org.kingfisherprocess.ocds.schema;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// Tells addresses of the public internet from all others: private, local, reserved, or ways
/// around. From IANA's registries of special-purpose addresses (RFC 6890); for version 6 only what
/// is assigned for global unicast counts as public, without the parts that lead to version 4.
final class PublicAddresses {

    private static final class Block {

        private final byte[] prefix;
        private final int bits;

        private Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            var prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
            for (int i = 0; i < bits; i++) {
                int bit = 0x80 >> (i % 8);
                if ((address[i / 8] & bit) != (prefix[i / 8] & bit)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> SPECIAL_V4 =
            List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.31.196.0/24",
                            "192.52.193.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "192.175.48.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4")
                    .stream()
                    .map(Block::of)
                    .toList();

    private static final Block GLOBAL_V6 = Block.of("2000::/3");

    private static final List<Block> SPECIAL_V6 =
            List.of(
                            "2001::/23", // protocol assignments, Teredo among them
                            "2001:db8::/32",
                            "2002::/16", // 6to4
                            "2620:4f:8000::/48",
                            "3fff::/20")
                    .stream()
                    .map(Block::of)
                    .toList();

    private PublicAddresses() {}

    /// Java gives addresses of version 4 that are written as version 6 (`::ffff:127.0.0.1`) as
    /// version 4.
    static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return SPECIAL_V4.stream().noneMatch(block -> block.holds(bytes));
        }
        return GLOBAL_V6.holds(bytes) && SPECIAL_V6.stream().noneMatch(block -> block.holds(bytes));
    }
}
