package org.kingfisherprocess.supervisor.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescriptorPostTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir private Path folder;

    @Test
    void handsOverASocketThatGoesOnListening() throws Exception {
        var path = folder.resolve("post").toString();
        var sent = ListeningSocket.listen(ANY_PORT, 8);
        var address = ListeningSocket.address(sent).orElseThrow();

        try (var post = DescriptorPost.open(path, Duration.ofSeconds(5))) {
            Thread.ofVirtual().start(() -> DescriptorPost.send(sent, path));
            var received = post.receive(Duration.ofSeconds(5));
            ListeningSocket.close(sent);

            assertThat(received).isNotEqualTo(sent);
            assertThat(ListeningSocket.isListening(received)).isTrue();
            assertThat(ListeningSocket.address(received)).contains(address);
            try (var client = new Socket(address.getAddress(), address.getPort())) {
                assertThat(client.isConnected()).isTrue();
            }
            ListeningSocket.close(received);
        }
    }

    @Test
    void doesNotWaitForeverForASender() {
        try (var post =
                DescriptorPost.open(folder.resolve("post").toString(), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> post.receive(Duration.ofMillis(50)))
                    .isInstanceOf(PosixException.class)
                    .hasMessageContaining("nobody handed the descriptor over");
        }
    }

    @Test
    void tellsWhyAnAddressCannotBeListenedOn() {
        var taken = ListeningSocket.listen(ANY_PORT, 8);
        var address = ListeningSocket.address(taken).orElseThrow();

        assertThatThrownBy(() -> ListeningSocket.listen(address, 8))
                .isInstanceOf(PosixException.class)
                .hasMessageMatching("cannot bind 127.0.0.1:\\d+: Address already in use");
        assertThatThrownBy(() ->
                        ListeningSocket.listen(InetSocketAddress.createUnresolved("no.such", 1), 8))
                .hasMessageContaining("no.such");
        ListeningSocket.close(taken);
    }

    @Test
    void listensOnSixthVersionToo() throws Exception {
        var bytes = new byte[16];
        bytes[15] = 1;
        var six = InetAddress.getByAddress(bytes);
        var socket = ListeningSocket.listen(new InetSocketAddress(six, 0), 8);

        assertThat(ListeningSocket.address(socket).orElseThrow().getAddress()).isEqualTo(six);
        ListeningSocket.close(socket);
    }
}
