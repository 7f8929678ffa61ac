package org.kingfisherprocess.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.bench.SmallServer.Fault;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.load.LoadClient.Target;
import org.kingfisherprocess.bench.load.OpenLoop;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;
import org.kingfisherprocess.bench.load.Outcome.Broken;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.load.Sample;
import org.kingfisherprocess.bench.proof.Proof;
import org.kingfisherprocess.bench.proof.Settling;
import tools.jackson.core.json.JsonFactory;

final class HarnessTest {
    private static final int FILES = 20;
    private static final String KEY = "key";

    private final Crawl crawl = Crawl.startedAt("harness", Instant.EPOCH);
    private final FileSource files = FileSource.seeded(7);

    @Test
    void findsNothingWrongWithAnHonestServer() {
        try (var server = new SmallServer(Fault.NONE)) {
            var proof = proofOfFiles(server);
            assertThat(proof.clean()).isTrue();
            assertThat(proof.storedOnce()).isEqualTo(FILES);
        }
    }

    @Test
    void catchesAServerThatAcknowledgesAndForgets() {
        try (var server = new SmallServer(Fault.FORGETS)) {
            var proof = proofOfFiles(server);
            assertThat(proof.clean()).isFalse();
            assertThat(proof.lost()).isEqualTo(FILES - 2);
            assertThat(proof.examples()).isNotEmpty();
        }
    }

    @Test
    void catchesAMissingReceipt() {
        try (var server = new SmallServer(Fault.FORGETS_RECEIPT)) {
            assertThat(proofOfFiles(server).lost()).isEqualTo(FILES - 2);
        }
    }

    @Test
    void catchesWhatIsStoredTwice() {
        try (var server = new SmallServer(Fault.STORES_TWICE)) {
            var proof = proofOfFiles(server);
            assertThat(proof.clean()).isFalse();
            assertThat(proof.doubled()).isEqualTo(FILES - 2);
        }
    }

    @Test
    void catchesWhatIsStoredInPart() {
        try (var server = new SmallServer(Fault.STORES_HALF)) {
            var proof = proofOfFiles(server);
            assertThat(proof.clean()).isFalse();
            assertThat(proof.half()).isEqualTo(FILES - 2);
        }
    }

    @Test
    void catchesWhatNobodySent() {
        try (var server = new SmallServer(Fault.STORES_WHAT_NOBODY_SENT)) {
            var proof = proofOfFiles(server);
            assertThat(proof.clean()).isFalse();
            assertThat(proof.unknown()).isEqualTo(FILES - 2);
        }
    }

    @Test
    void sendsNothingTwiceWhenTheAnswerIsMissing() {
        try (var server = new SmallServer(Fault.CLOSES_WITHOUT_ANSWER)) {
            var proof = proofOfFiles(server);
            assertThat(server.bodies()).hasSize(FILES);
            assertThat(proof.sent()).isEqualTo(FILES);
            assertThat(proof.acknowledged()).isEqualTo(2);
            assertThat(proof.unanswered()).isEqualTo(FILES - 2);
            assertThat(proof.clean()).isTrue();
        }
    }

    @Test
    void recordsAClosedPortAsALostFile() {
        var server = new SmallServer(Fault.NONE);
        var target = new Target(server.address(), KEY, 0);
        server.close();
        try (var client = new LoadClient(target, crawl)) {
            var attempt = client.send(files.file("a.json", 1));
            assertThat(attempt.acknowledged()).isFalse();
            assertThat(attempt.outcome()).isInstanceOf(Broken.class);
        }
    }

    @Test
    void sendsItemsOfTheSameFiles() {
        try (var server = new SmallServer(Fault.NONE)) {
            var left = new AtomicInteger(FILES);
            var attempts =
                    run(
                            server,
                            () -> {
                                var number = left.decrementAndGet();
                                return number < 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                files.item(
                                                        "file-" + number / 10, number % 10 + 1, 1));
                            });
            assertThat(Proof.of(server, crawl, attempts).storedOnce()).isEqualTo(FILES);
        }
    }

    @Test
    void sendsAtARateAndCountsFromWhenARequestWasDue() {
        try (var server = new SmallServer(Fault.NONE)) {
            var number = new AtomicInteger();
            var attempts =
                    new OpenLoop(server.address(), KEY, crawl)
                            .run(
                                    100,
                                    Duration.ofMillis(500),
                                    () -> files.file("f" + number.incrementAndGet(), 1));
            assertThat(attempts).hasSize(50).allMatch(Attempt::acknowledged);
            assertThat(Proof.of(server, crawl, attempts).clean()).isTrue();
        }
    }

    @Test
    void streamsALargeFileOfTheLengthThatItAnnounced() {
        try (var server = new SmallServer(Fault.NONE);
                var client = new LoadClient(new Target(server.address(), KEY, 0), crawl)) {
            var large = files.large("large.json", 300_000);
            var outcome = client.send(large);
            assertThat(outcome).isInstanceOf(Acknowledged.class);
            assertThat(server.items(crawl).getFirst().releases()).isEqualTo(large.releases());
            assertThat(large.bytes()).isBetween(300_000L, 311_000L);
        }
    }

    @Test
    void makesValidJsonWithReleasesThatDiffer() {
        var sample = files.file("a.json", 100);
        var text = new String(bytes(sample), java.nio.charset.StandardCharsets.UTF_8);
        var ocids = new HashSet<String>();
        try (var parser =
                JsonFactory.builder()
                        .build()
                        .createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                if ("ocid".equals(parser.currentName())) {
                    parser.nextToken();
                    ocids.add(parser.getString());
                }
            }
        }
        assertThat(ocids).hasSize(100);
        assertThat(sample.bytes()).isBetween(100 * 5_000, 100 * 7_000);
    }

    @Test
    void givesUpWaitingWhenNothingIsLoadedAnyMore() {
        try (var server = new SmallServer(Fault.FORGETS_RECEIPT)) {
            var settling = new Settling(server, Duration.ofMillis(100), Duration.ofMillis(10));
            proofOfFiles(server);
            assertThat(settling.await(crawl, 2)).isTrue();
            assertThat(settling.await(crawl, FILES)).isFalse();
            assertThat(settling.await(server.receipts())).isTrue();
            assertThat(settling.await(List.of(new UUID(0, 0)))).isFalse();
        }
    }

    private Proof proofOfFiles(SmallServer server) {
        var left = new AtomicInteger(FILES);
        var attempts =
                run(
                        server,
                        () -> {
                            var number = left.decrementAndGet();
                            return number < 0
                                    ? Optional.empty()
                                    : Optional.of(files.file("file-" + number, 2 + number % 5));
                        });
        return Proof.of(server, crawl, attempts);
    }

    private List<Attempt> run(
            SmallServer server, java.util.function.Supplier<Optional<Sample>> samples) {
        try (var clients =
                PacedClients.start(
                        4, new Target(server.address(), KEY, 3), crawl, samples, Duration.ZERO)) {
            return clients.awaitEnd();
        }
    }

    private static byte[] bytes(Sample sample) {
        var bytes = new byte[sample.bytes()];
        sample.content().duplicate().get(bytes);
        return bytes;
    }
}
