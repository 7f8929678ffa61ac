package org.kingfisherprocess.service.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kingfisherprocess.service.demo.Picture.Crawled;
import org.kingfisherprocess.service.demo.Picture.Said;
import org.kingfisherprocess.service.demo.Picture.StageBegun;

/// Pictures and accounts for tests.
final class Pictures {
    private static final AuditAnswer AGREES = new AuditAnswer(true, 0, 0, 0);

    private Pictures() {}

    /// In the middle of the deployment, while its migration has a table.
    static Picture locked() {
        return picture(40, Optional.empty());
    }

    /// At the end.
    static Picture ended() {
        return picture(60, Optional.of(clean()));
    }

    /// At the beginning.
    static Picture first() {
        return new Picture(
                Duration.ofMillis(1_200),
                List.of(new StageBegun(Stage.PREPARE, Duration.ZERO)),
                "",
                List.of(new Said(Duration.ZERO, "1. A database of version 1")),
                Crawled.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                URI.create("http://127.0.0.1:4000/"),
                Optional.empty());
    }

    static Account clean() {
        return account(1_500, 0, AGREES, List.of());
    }

    static Account withLost() {
        return account(1_498, 2, AGREES, List.of());
    }

    static Account withUncleanAudit() {
        return account(1_500, 0, new AuditAnswer(false, 0, 0, 1), List.of());
    }

    static Account withProblem() {
        return account(1_500, 0, AGREES, List.of("deploy ended with 1: it failed"));
    }

    private static Account account(
            long stored, long lost, AuditAnswer audit, List<String> problems) {
        return Account.of(
                new Comparison(1_500, 1_500, stored, lost, 0, 0),
                new Latencies(3.21, 18.4, 44.6),
                new Account.Noticed(
                        Duration.ofMillis(14_250),
                        Duration.ofMillis(7_900),
                        Duration.ofMillis(98_400)),
                audit,
                problems);
    }

    private static Picture picture(int looks, Optional<Account> account) {
        return new Picture(
                Duration.ofSeconds(62),
                List.of(
                        new StageBegun(Stage.PREPARE, Duration.ZERO),
                        new StageBegun(Stage.SERVE, Duration.ofSeconds(8)),
                        new StageBegun(Stage.CRAWL, Duration.ofSeconds(12)),
                        new StageBegun(Stage.ADOPT, Duration.ofSeconds(17)),
                        new StageBegun(Stage.DEPLOY, Duration.ofSeconds(30))),
                "5. run the migrations for which loading is held",
                List.of(
                        new Said(Duration.ZERO, "1. A database of version 1"),
                        new Said(Duration.ofSeconds(30), "5. A new release is deployed")),
                new Crawled(1_202, 1_200, 2, 950, 250, new Latencies(3.21, 18.4, 44.6)),
                List.of(
                        new Generation(1, "0.1.0", "leaves", List.of("server-1")),
                        new Generation(2, "0.1.0-new", "works", List.of("server-2", "worker-2"))),
                List.of(
                        new HeldLock(
                                "kingfisher-process upgrade",
                                "release",
                                Duration.ofMillis(5_250),
                                List.of("analyst waits for table release since 4.9 s"))),
                samples(looks),
                URI.create("http://127.0.0.1:4000/"),
                account);
    }

    private static List<Sample> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(look ->
                        new Sample(12 + look / 2.0, 24.4, look < 30 ? 20 : 0, look, 5, look > 30))
                .toList();
    }
}
