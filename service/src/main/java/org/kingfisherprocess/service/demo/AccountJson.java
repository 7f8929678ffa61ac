package org.kingfisherprocess.service.demo;

import java.util.Locale;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// The account for programs.
public final class AccountJson {
    private AccountJson() {}

    public static JsonObject of(Account account) {
        var problems = new JsonArray();
        account.problems().forEach(problem -> problems.add(new JsonString(problem)));
        return new JsonObject()
                .put("clean", JsonLiteral.of(account.clean()))
                .put("sent", JsonNumber.of(account.sent()))
                .put("acknowledged", JsonNumber.of(account.acknowledged()))
                .put("stored", JsonNumber.of(account.stored()))
                .put("lost", JsonNumber.of(account.lost()))
                .put("doubled", JsonNumber.of(account.doubled()))
                .put("failed", JsonNumber.of(account.failed()))
                .put("acknowledged_after_ms", latencies(account.acknowledging()))
                .put(
                        "longest_pause_of_loading_ms",
                        JsonNumber.of(account.longestPause().toMillis()))
                .put("longest_look_up_ms", JsonNumber.of(account.longestLookUp().toMillis()))
                .put("took_ms", JsonNumber.of(account.took().toMillis()))
                .put("audit", audit(account.audit()))
                .put("problems", problems);
    }

    static JsonObject latencies(Latencies latencies) {
        return new JsonObject()
                .put("median", decimal(latencies.median()))
                .put("p99", decimal(latencies.p99()))
                .put("longest", decimal(latencies.longest()));
    }

    static JsonNumber decimal(double number) {
        return JsonNumber.of(String.format(Locale.ROOT, "%.1f", number));
    }

    private static JsonObject audit(AuditAnswer audit) {
        return new JsonObject()
                .put("clean", JsonLiteral.of(audit.clean()))
                .put("lost", JsonNumber.of(audit.lost()))
                .put("doubled", JsonNumber.of(audit.doubled()))
                .put("half", JsonNumber.of(audit.half()));
    }
}
