package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// A picture for the page: all of it, but of what only grows the part that is new.
final class PictureJson {
    private PictureJson() {}

    /// @param knownSamples how many of the samples the page has already
    /// @param knownLines how many of the lines
    static JsonObject of(Picture picture, int knownSamples, int knownLines) {
        var crawled = picture.crawled();
        return new JsonObject()
                .put("elapsed", seconds(picture.elapsed()))
                .put("stages", stages(picture))
                .put("doing", text(picture.doing()))
                .put("sent", JsonNumber.of(crawled.sent()))
                .put("acknowledged", JsonNumber.of(crawled.acknowledged()))
                .put("failed", JsonNumber.of(crawled.failed()))
                .put("loaded", JsonNumber.of(crawled.loaded()))
                .put("waiting", JsonNumber.of(crawled.waiting()))
                .put("acknowledged_after_ms", AccountJson.latencies(crawled.acknowledging()))
                .put("generations", generations(picture.generations()))
                .put("locks", locks(picture.held()))
                .put("samples", samples(later(picture.samples(), knownSamples)))
                .put("lines", lines(later(picture.said(), knownLines)))
                .put(
                        "account",
                        picture.account()
                                .<JsonValue>map(PictureJson::account)
                                .orElse(JsonLiteral.NULL));
    }

    private static <T> List<T> later(List<T> all, int known) {
        return all.subList(Math.min(known, all.size()), all.size());
    }

    private static JsonObject account(Account account) {
        return AccountJson.of(account).put("lines", texts(AccountText.lines(account)));
    }

    /// All of them, so that the page can show what is to come.
    private static JsonArray stages(Picture picture) {
        var stages = new JsonArray();
        for (var stage : Stage.values()) {
            var one =
                    new JsonObject()
                            .put("title", text(stage.title()))
                            .put("story", text(stage.story()));
            picture.begun().stream()
                    .filter(begun -> begun.stage() == stage)
                    .findFirst()
                    .ifPresent(begun -> one.put("begun", seconds(begun.at())));
            stages.add(one);
        }
        return stages;
    }

    private static JsonArray generations(List<Generation> generations) {
        var array = new JsonArray();
        for (var generation : generations) {
            array.add(
                    new JsonObject()
                            .put("number", JsonNumber.of(generation.number()))
                            .put("release", text(generation.release()))
                            .put("state", text(generation.state()))
                            .put("processes", text(String.join(", ", generation.processes()))));
        }
        return array;
    }

    private static JsonArray locks(List<HeldLock> held) {
        var array = new JsonArray();
        for (var lock : held) {
            array.add(
                    new JsonObject()
                            .put("text", text(lock.text()))
                            .put("waiting", texts(lock.waiting())));
        }
        return array;
    }

    private static JsonArray samples(List<Sample> samples) {
        var array = new JsonArray();
        for (var sample : samples) {
            array.add(
                    JsonArray.of(
                            AccountJson.decimal(sample.second()),
                            AccountJson.decimal(sample.acknowledged()),
                            AccountJson.decimal(sample.loaded()),
                            JsonNumber.of(sample.waiting()),
                            AccountJson.decimal(sample.longestMillis()),
                            JsonNumber.of(sample.locked() ? 1 : 0)));
        }
        return array;
    }

    private static JsonArray lines(List<Picture.Said> said) {
        var array = new JsonArray();
        for (var one : said) {
            array.add(JsonArray.of(seconds(one.at()), text(one.line())));
        }
        return array;
    }

    private static JsonArray texts(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(text -> array.add(text(text)));
        return array;
    }

    private static JsonNumber seconds(Duration time) {
        return AccountJson.decimal(time.toMillis() / 1e3);
    }

    private static JsonString text(String value) {
        return new JsonString(value);
    }
}
