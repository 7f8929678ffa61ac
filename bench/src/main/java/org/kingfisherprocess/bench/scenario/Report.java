package org.kingfisherprocess.bench.scenario;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kingfisherprocess.bench.proof.Proof;

/// Verdicts as text.
final class Report {
    private Report() {}

    static String line(Verdict verdict) {
        var text =
                new StringBuilder(
                        "%s: %s"
                                .formatted(
                                        verdict.scenario(),
                                        verdict.clean() ? "clean" : "NOT CLEAN"));
        verdict.proof()
                .ifPresent(proof ->
                        text.append(
                                ", sent %d, acknowledged %d, failed %d, stored once %d, lost %d, doubled %d, half %d, audit %s, longest acknowledgement %.0f ms"
                                        .formatted(
                                                proof.sent(),
                                                proof.acknowledged(),
                                                proof.sent() - proof.acknowledged(),
                                                proof.storedOnce(),
                                                proof.lost(),
                                                proof.doubled(),
                                                proof.half(),
                                                verdict.audit(),
                                                verdict.longestMillis())));
        verdict.remarks().forEach(remark -> text.append("; ").append(remark));
        verdict.problems().forEach(problem -> text.append("%n  problem: %s".formatted(problem)));
        verdict.proof()
                .map(Proof::examples)
                .orElse(List.of())
                .forEach(example -> text.append("%n  %s".formatted(example)));
        return text.toString();
    }

    static String table(List<Verdict> verdicts) {
        var text = new StringBuilder("\n");
        text.append(
                "| scenario | sent | acknowledged | failed | stored once | lost | doubled | half | audit | longest ms | verdict |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (var verdict : verdicts) {
            var numbers =
                    verdict.proof()
                            .map(proof ->
                                    "%d | %d | %d | %d | %d | %d | %d"
                                            .formatted(
                                                    proof.sent(),
                                                    proof.acknowledged(),
                                                    proof.sent() - proof.acknowledged(),
                                                    proof.storedOnce(),
                                                    proof.lost(),
                                                    proof.doubled(),
                                                    proof.half()))
                            .orElse("| | | | | | ");
            text.append(
                    "| %s | %s | %s | %.0f | %s |\n"
                            .formatted(
                                    verdict.scenario(),
                                    numbers,
                                    verdict.audit(),
                                    verdict.longestMillis(),
                                    word(verdict)));
        }
        return text.toString();
    }

    static String json(Plan plan, List<Verdict> verdicts) {
        return "{\"seed\": %d, \"short\": %s, \"scenarios\": [%s]}"
                .formatted(
                        plan.seed(),
                        plan.shortened(),
                        verdicts.stream().map(Report::json).collect(Collectors.joining(",\n")));
    }

    private static String json(Verdict verdict) {
        var proof =
                verdict.proof()
                        .map(found ->
                                "\"sent\": %d, \"acknowledged\": %d, \"stored_once\": %d, \"lost\": %d, \"doubled\": %d, \"half\": %d, "
                                        .formatted(
                                                found.sent(),
                                                found.acknowledged(),
                                                found.storedOnce(),
                                                found.lost(),
                                                found.doubled(),
                                                found.half()))
                        .orElse("");
        return String.format(
                Locale.ROOT,
                "{\"scenario\": %s, \"clean\": %s, %s\"audit\": %s, \"longest_ms\": %.1f, \"remarks\": %s, \"problems\": %s}",
                quoted(verdict.scenario()),
                verdict.clean(),
                proof,
                quoted(verdict.audit()),
                verdict.longestMillis(),
                array(verdict.remarks()),
                array(verdict.problems()));
    }

    private static String word(Verdict verdict) {
        if (!verdict.clean()) {
            return "NOT CLEAN";
        }
        return verdict.proof().isPresent() ? "clean" : "skipped";
    }

    private static String array(List<String> texts) {
        return texts.stream().map(Report::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (var at = 0; at < text.length(); at++) {
            var character = text.charAt(at);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
