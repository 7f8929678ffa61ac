package org.kingfisherprocess.service.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A picture for terminals: some lines that are drawn again in their place, or one line for the log
/// of whoever has no terminal.
public final class PictureText {
    private PictureText() {}

    /// Some lines.
    public static List<String> lines(Picture picture) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(
                "%s  %s %s"
                        .formatted(
                                Times.clock(picture.elapsed()),
                                picture.stage().title(),
                                picture.doing().isEmpty() ? "" : "· " + picture.doing()));
        lines.add("");
        rates(picture, lines);
        lines.add("");
        lines.add("processes     " + generations(picture));
        locks(picture, lines);
        lines.add("page          " + picture.page());
        return lines.stream().map(String::stripTrailing).toList();
    }

    /// The same in one line.
    public static String line(Picture picture) {
        var crawled = picture.crawled();
        var now = picture.last();
        return "%s  %.0f acknowledged/s, %.0f loaded/s; %,d acknowledged, %,d failed, %,d wait on disk; %s%s"
                .formatted(
                        Times.clock(picture.elapsed()),
                        now.map(Sample::acknowledged).orElse(0.0),
                        now.map(Sample::loaded).orElse(0.0),
                        crawled.acknowledged(),
                        crawled.failed(),
                        crawled.waiting(),
                        generations(picture),
                        held(picture));
    }

    private static void rates(Picture picture, List<String> lines) {
        var crawled = picture.crawled();
        var now = picture.last();
        lines.add(
                "acknowledged  %,6d  %3.0f/s  %s"
                        .formatted(
                                crawled.acknowledged(),
                                now.map(Sample::acknowledged).orElse(0.0),
                                Sparkline.of(picture.samples(), Sample::acknowledged)));
        lines.add(
                "loaded        %,6d  %3.0f/s  %s"
                        .formatted(
                                crawled.loaded(),
                                now.map(Sample::loaded).orElse(0.0),
                                Sparkline.of(picture.samples(), Sample::loaded)));
        lines.add(
                "wait on disk  %,6d         %s"
                        .formatted(
                                crawled.waiting(),
                                Sparkline.of(picture.samples(), Sample::waiting)));
        lines.add(
                "failed        %,6d         acknowledged after %s (median), %s at the longest"
                        .formatted(
                                crawled.failed(),
                                Times.millis(crawled.acknowledging().median()),
                                Times.millis(crawled.acknowledging().longest())));
    }

    private static String generations(Picture picture) {
        return picture.generations().isEmpty()
                ? "none yet"
                : picture.generations().stream()
                        .map(generation ->
                                "generation %d %s"
                                        .formatted(generation.number(), generation.state()))
                        .collect(Collectors.joining(", "));
    }

    private static void locks(Picture picture, List<String> lines) {
        var held =
                picture.held().stream()
                        .flatMap(lock ->
                                Stream.concat(
                                        Stream.of(lock.text()),
                                        lock.waiting().stream().map(waiting -> "└─ " + waiting)))
                        .toList();
        lines.add(
                "locks         "
                        + (held.isEmpty() ? "nobody keeps others waiting" : held.getFirst()));
        held.stream().skip(1).forEach(line -> lines.add(" ".repeat(14) + line));
    }

    private static String held(Picture picture) {
        return picture.held().stream()
                .map(lock -> "; %s, %d wait".formatted(lock.text(), lock.waiting().size()))
                .collect(Collectors.joining());
    }
}
