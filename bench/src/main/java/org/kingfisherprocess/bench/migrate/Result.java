package org.kingfisherprocess.bench.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured in one way of doing something. Figures keep the order in which they came.
final class Result {
    private final String scenario;
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Result(String scenario) {
        this.scenario = scenario;
    }

    static Result skipped(String scenario, String reason) {
        var result = new Result(scenario);
        result.remark("skipped: " + reason);
        return result;
    }

    String scenario() {
        return scenario;
    }

    Result figure(String name, String value) {
        figures.put(name, value);
        return this;
    }

    Result millis(String name, double millis) {
        return figure(name, "%,.0f ms".formatted(millis));
    }

    Result seconds(String name, double seconds) {
        return figure(name, "%,.1f s".formatted(seconds));
    }

    Result remark(String text) {
        remarks.add(text);
        return this;
    }

    Result problem(String text) {
        problems.add(text);
        return this;
    }

    Map<String, String> figures() {
        return figures;
    }

    List<String> remarks() {
        return remarks;
    }

    List<String> problems() {
        return problems;
    }

    boolean clean() {
        return problems.isEmpty();
    }
}
