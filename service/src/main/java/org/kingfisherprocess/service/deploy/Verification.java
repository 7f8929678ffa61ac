package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.steps.Audit;

/// Finds out whether a release that has taken over does its work.
final class Verification {
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int REQUESTS = 20;

    private final RunningServer server;
    private final Target target;
    private final Probe probe;
    private final Function<Instant, Audit.Report> audit;
    private final Supplier<Traffic.Total> traffic;
    private final Limits limits;
    private final Instant begun;

    /// @param watch how long the error rate is watched
    /// @param mostErrors the part of requests, of 1, that may be answered with 5xx
    record Limits(Duration watch, double mostErrors) {}

    /// @param begun when the deployment began: the audit looks no further back
    Verification(
            RunningServer server,
            Target target,
            Probe probe,
            Function<Instant, Audit.Report> audit,
            Supplier<Traffic.Total> traffic,
            Limits limits,
            Instant begun) {
        this.server = server;
        this.target = target;
        this.probe = probe;
        this.audit = audit;
        this.traffic = traffic;
        this.limits = limits;
        this.begun = begun;
    }

    /// Whether it is the one that serves, and answers.
    String ready(ReleaseFolder release, Consumer<String> heard) {
        awaitServing(release);
        for (int i = 1; i <= REQUESTS; i++) {
            requireAnswer(i);
        }
        heard.accept(
                "%s serves, and answered %d requests on connections of their own"
                        .formatted(release.name(), REQUESTS));
        return "%s is ready".formatted(release.name());
    }

    /// All that can be asked.
    String all(ReleaseFolder release, Consumer<String> heard) {
        var ready = ready(release, heard);
        var before = traffic.get();
        long until = System.nanoTime() + limits.watch().toNanos();
        var probed = probe.run(heard);
        heard.accept(probed);
        var audited = audited();
        heard.accept(audited);
        while (System.nanoTime() < until) {
            Pause.of(LOOK_EVERY);
        }
        var answered = requireFewErrors(traffic.get().minus(before));
        awaitServing(release); // one that died meanwhile has been taken back
        return String.join("; ", ready, probed, audited, answered);
    }

    private void awaitServing(ReleaseFolder release) {
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (server.serving()
                .filter(generation -> generation.release().equals(release.path()))
                .isEmpty()) {
            if (System.nanoTime() > giveUpAt) {
                throw new DeployException(
                        "%s does not serve; what serves is %s"
                                .formatted(
                                        release.name(),
                                        server.serving()
                                                .map(generation ->
                                                        String.valueOf(generation.release()))
                                                .orElse("nothing")));
            }
            Pause.of(LOOK_EVERY);
        }
    }

    private void requireAnswer(int number) {
        try {
            var answer = target.get("/");
            if (answer.statusCode() != 200) {
                throw new DeployException(
                        "request %d of %d to %s/ was answered with %d"
                                .formatted(number, REQUESTS, target.base(), answer.statusCode()));
            }
        } catch (IOException e) {
            throw new DeployException(
                    "request %d of %d to %s/ got no answer: %s"
                            .formatted(number, REQUESTS, target.base(), e));
        }
    }

    private String audited() {
        var report = audit.apply(begun);
        var total = report.total();
        if (!report.isClean()) {
            throw new DeployException(
                    "the audit since %s found %,d lost and %,d doubled of %,d acknowledged; kingfisher-process audit names them"
                            .formatted(
                                    begun,
                                    report.lost().size(),
                                    report.doubled().size(),
                                    total.acknowledged()));
        }
        return "%,d acknowledged since the deployment began, 0 lost, 0 doubled, %,d waiting"
                .formatted(total.acknowledged(), total.waiting());
    }

    private String requireFewErrors(Traffic.Total answered) {
        var text =
                "%,d of %,d requests were answered with 5xx within %d s"
                        .formatted(
                                answered.failed(), answered.answered(), limits.watch().toSeconds());
        if (answered.failed() > 0 && answered.share() > limits.mostErrors()) {
            throw new DeployException(
                    "%s, more than the allowed %.2f %%".formatted(text, limits.mostErrors() * 100));
        }
        return text;
    }
}
