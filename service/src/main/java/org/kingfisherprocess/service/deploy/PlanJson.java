package org.kingfisherprocess.service.deploy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.service.release.Changes;
import org.kingfisherprocess.service.release.Commits;
import org.kingfisherprocess.service.release.Description;

/// A plan as JSON: what `deploy plan --json` prints, and what the history keeps.
public final class PlanJson {
    private PlanJson() {}

    public static JsonObject write(Plan plan) {
        return new JsonObject()
                .put("kind", text(plan.kind().text()))
                .put("from", release(plan.from()))
                .put("to", release(plan.to()))
                .put("commits", plan.commits().map(PlanJson::commits).orElse(JsonLiteral.NULL))
                .put(
                        "dependencies",
                        array(
                                plan.changes().map(Changes::dependencies).orElse(List.of()),
                                change -> change(change.name(), change.before(), change.after())))
                .put(
                        "settings",
                        array(
                                plan.changes().map(Changes::settings).orElse(List.of()),
                                change ->
                                        change(change.name(), change.before(), change.after())
                                                .put("meaning", text(change.meaning()))))
                .put(
                        "tables",
                        new JsonObject()
                                .put("has", JsonNumber.of(plan.tables().has()))
                                .put("needs", JsonNumber.of(plan.tables().needs())))
                .put("migrations", array(plan.pending(), PlanJson::pending))
                .put(
                        "steps",
                        array(
                                plan.steps(),
                                step ->
                                        new JsonObject()
                                                .put("step", text(step.kind().text()))
                                                .put("does", text(step.kind().meaning()))
                                                .put("why", text(step.why()))))
                .put("holds_loading", JsonLiteral.of(plan.holdsLoading()))
                .put("busy", busy(plan))
                .put("remarks", array(plan.remarks(), PlanJson::text))
                .put("obstacles", array(plan.obstacles(), PlanJson::text));
    }

    private static JsonObject release(Plan.Release release) {
        var json = new JsonObject().put("release", text(release.name()));
        release.description()
                .ifPresent(description ->
                        json.put("version", text(description.version()))
                                .put("commit", optional(description.commit().map(PlanJson::text)))
                                .put("changed", JsonLiteral.of(description.changed()))
                                .put("schema", schema(description)));
        return json;
    }

    private static JsonObject schema(Description description) {
        return new JsonObject()
                .put("oldest", JsonNumber.of(description.schema().oldest()))
                .put("newest", JsonNumber.of(description.schema().newest()));
    }

    private static JsonValue commits(Commits commits) {
        return new JsonObject()
                .put("added", array(commits.added(), PlanJson::commit))
                .put("removed", array(commits.removed(), PlanJson::commit));
    }

    private static JsonObject commit(Commits.Commit commit) {
        return new JsonObject()
                .put("commit", text(commit.id()))
                .put("author", text(commit.author()))
                .put("at", text(commit.at()))
                .put("subject", text(commit.subject()));
    }

    private static JsonObject change(String name, Optional<String> before, Optional<String> after) {
        return new JsonObject()
                .put("name", text(name))
                .put("before", optional(before.map(PlanJson::text)))
                .put("after", optional(after.map(PlanJson::text)));
    }

    private static JsonObject pending(PendingStep step) {
        return new JsonObject()
                .put("version", JsonNumber.of(step.version()))
                .put("migration", text(step.migration()))
                .put("step", text(step.step()))
                .put("phase", text(step.phase().text()))
                .put("kind", text(step.kind()))
                .put("locks", array(step.locks(), PlanJson::text))
                .put("rows", JsonNumber.of(step.rows()))
                .put(
                        "quiet_seconds",
                        optional(step.quiet().map(limit -> JsonNumber.of(limit.toSeconds()))));
    }

    private static JsonObject busy(Plan plan) {
        var busy = plan.busy();
        return new JsonObject()
                .put(
                        "crawls",
                        array(
                                busy.crawls(),
                                crawl ->
                                        new JsonObject()
                                                .put(
                                                        "collection",
                                                        JsonNumber.of(crawl.collection()))
                                                .put("source", text(crawl.source()))
                                                .put("received", JsonNumber.of(crawl.received()))
                                                .put("last", text(crawl.last().toString()))))
                .put(
                        "scrapyd_jobs",
                        array(
                                busy.jobs(),
                                job ->
                                        new JsonObject()
                                                .put("id", text(job.id()))
                                                .put("spider", text(job.spider()))
                                                .put("started_at", text(job.startedAt()))))
                .put("scrapyd_problem", optional(busy.scrapydProblem().map(PlanJson::text)))
                .put(
                        "queries",
                        array(
                                busy.queries(),
                                query ->
                                        new JsonObject()
                                                .put("pid", JsonNumber.of(query.pid()))
                                                .put("user", text(query.user()))
                                                .put("program", text(query.program()))
                                                .put("state", text(query.state()))
                                                .put(
                                                        "seconds",
                                                        JsonNumber.of(query.age().toSeconds()))
                                                .put("query", text(query.query()))))
                .put("waiting", JsonNumber.of(busy.waiting()))
                .put("deployments", array(busy.others(), other -> JsonNumber.of(other.id())))
                .put(
                        "workers",
                        array(
                                busy.workers(),
                                worker ->
                                        new JsonObject()
                                                .put("machine", text(worker.machine()))
                                                .put("process", JsonNumber.of(worker.process()))
                                                .put("release", text(worker.release()))))
                .put("sees_other_users", JsonLiteral.of(busy.seesAll()))
                .put("lines", array(plan.busyLines(), PlanJson::text));
    }

    private static <T> JsonArray array(List<T> values, Function<T, ? extends JsonValue> write) {
        var array = new JsonArray();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    private static JsonValue optional(Optional<? extends JsonValue> value) {
        return value.isPresent() ? value.get() : JsonLiteral.NULL;
    }

    private static JsonString text(String text) {
        return new JsonString(text);
    }
}
