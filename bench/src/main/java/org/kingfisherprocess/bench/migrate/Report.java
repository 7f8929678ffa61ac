package org.kingfisherprocess.bench.migrate;

import java.util.List;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// Results as text.
final class Report {
    private Report() {}

    static String text(Result result) {
        var text = new StringBuilder();
        text.append("%s: %s%n".formatted(result.scenario(), word(result)));
        result.figures()
                .forEach((name, value) -> text.append("  %-56s %s%n".formatted(name, value)));
        result.remarks().forEach(remark -> text.append("  %s%n".formatted(remark)));
        result.problems().forEach(problem -> text.append("  problem: %s%n".formatted(problem)));
        return text.toString().stripTrailing();
    }

    /// One row a figure, one column a result; for results that have the same figures.
    static String table(List<Result> results) {
        var text = new StringBuilder();
        text.append(row("", results.stream().map(Result::scenario).toList()));
        text.append(row("---", results.stream().map(_ -> "---").toList()));
        var names =
                results.stream()
                        .flatMap(result -> result.figures().keySet().stream())
                        .distinct()
                        .toList();
        for (var name : names) {
            text.append(
                    row(
                            name,
                            results.stream()
                                    .map(result -> result.figures().getOrDefault(name, ""))
                                    .toList()));
        }
        text.append(row("verdict", results.stream().map(Report::word).toList()));
        return text.toString();
    }

    static String json(Plan plan, List<Result> results) {
        var array = new JsonArray();
        for (var result : results) {
            var figures = new JsonObject();
            result.figures().forEach((name, value) -> figures.put(name, new JsonString(value)));
            array.add(
                    new JsonObject()
                            .put("scenario", new JsonString(result.scenario()))
                            .put("clean", JsonLiteral.of(result.clean()))
                            .put("figures", figures)
                            .put("remarks", texts(result.remarks()))
                            .put("problems", texts(result.problems())));
        }
        return new JsonObject()
                .put("seed", new JsonString(Long.toString(plan.seed())))
                .put("releases", new JsonString(Integer.toString(plan.releases())))
                .put("results", array)
                .toString();
    }

    private static JsonArray texts(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(text -> array.add(new JsonString(text)));
        return array;
    }

    private static String word(Result result) {
        return result.clean() ? "clean" : "NOT CLEAN";
    }

    private static String row(String name, List<String> cells) {
        return "| %s | %s |%n".formatted(name, cells.stream().collect(Collectors.joining(" | ")));
    }
}
