package org.kingfisherprocess.service.demo;

import java.util.ArrayList;
import java.util.List;

/// The account for people.
public final class AccountText {
    private AccountText() {}

    public static List<String> lines(Account account) {
        var lines = new ArrayList<String>();
        lines.add(
                "sent          %,8d  files, by %d spiders, each once"
                        .formatted(account.sent(), Crawl.SPIDERS));
        lines.add("acknowledged  %,8d".formatted(account.acknowledged()));
        lines.add(
                "stored        %,8d  once, whole, and with their receipt"
                        .formatted(account.stored()));
        lines.add("lost          %,8d".formatted(account.lost()));
        lines.add("doubled       %,8d".formatted(account.doubled()));
        lines.add("failed        %,8d  requests".formatted(account.failed()));
        lines.add("audit         " + audit(account.audit()));
        var acknowledging = account.acknowledging();
        lines.add(
                "acknowledged after %s (median), %s (99 of 100), %s at the longest"
                        .formatted(
                                Times.millis(acknowledging.median()),
                                Times.millis(acknowledging.p99()),
                                Times.millis(acknowledging.longest())));
        lines.add(
                "loading paused for %s at the longest, and an analyst waited %s for an answer; the spiders noticed neither"
                        .formatted(
                                Times.seconds(account.longestPause()),
                                Times.seconds(account.longestLookUp())));
        account.problems().forEach(problem -> lines.add("problem: " + problem));
        lines.add(
                "%s, after %s"
                        .formatted(
                                account.clean() ? "Nothing was lost" : "NOT AS PROMISED",
                                Times.seconds(account.took())));
        return lines;
    }

    private static String audit(AuditAnswer audit) {
        return "%,8d  lost, %,d doubled, %,d half: %s"
                .formatted(
                        audit.lost(),
                        audit.doubled(),
                        audit.half(),
                        audit.clean() ? "it agrees" : "IT IS NOT CLEAN");
    }
}
