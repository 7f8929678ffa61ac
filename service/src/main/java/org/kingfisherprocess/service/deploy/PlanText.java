package org.kingfisherprocess.service.deploy;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.release.Changes;
import org.kingfisherprocess.service.release.Commits;
import org.kingfisherprocess.service.release.Description;

/// A plan for people to read before they agree to it.
public final class PlanText {
    private static final int MOST_COMMITS = 50;

    private final List<String> lines = new ArrayList<>();

    private PlanText() {}

    public static List<String> lines(Plan plan) {
        var text = new PlanText();
        text.head(plan);
        text.commits(plan);
        plan.changes().ifPresent(text::changes);
        text.migrations(plan);
        text.order(plan);
        text.section("Busy now, and what becomes of it", plan.busyLines(), "nothing");
        if (!plan.remarks().isEmpty()) {
            text.section("Mind", plan.remarks(), "");
        }
        if (!plan.obstacles().isEmpty()) {
            text.section("In the way", plan.obstacles(), "");
        }
        return text.lines;
    }

    private void head(Plan plan) {
        lines.add(
                "%s %s -> %s".formatted(plan.kind().text(), plan.from().name(), plan.to().name()));
        plan.from().description().ifPresent(from -> lines.add("  running  " + release(from)));
        plan.to().description().ifPresent(to -> lines.add("  new      " + release(to)));
        var needs = plan.tables().needs();
        lines.add(
                "  tables   version %d%s"
                        .formatted(
                                plan.tables().has(),
                                needs == 0
                                        ? ""
                                        : ", which code for versions before %d cannot work with any more"
                                                .formatted(needs)));
    }

    private static String release(Description description) {
        return "version %s, %s%s, works with tables of version %s"
                .formatted(
                        description.version(),
                        description
                                .commit()
                                .map(_ -> "commit " + description.shortCommit())
                                .orElse("commit not known"),
                        description.changed() ? " with changes that were not committed" : "",
                        description.schema());
    }

    private void commits(Plan plan) {
        if (plan.commits().isEmpty()) {
            return;
        }
        var commits = plan.commits().get();
        section(
                "%,d commit%s to deploy"
                        .formatted(commits.added().size(), commits.added().size() == 1 ? "" : "s"),
                shown(commits.added()),
                "none");
        if (!commits.removed().isEmpty()) {
            section(
                    "%,d taken away: the new release does not have them"
                            .formatted(commits.removed().size()),
                    shown(commits.removed()),
                    "");
        }
    }

    private static List<String> shown(List<Commits.Commit> commits) {
        var shown =
                new ArrayList<>(
                        commits.stream().limit(MOST_COMMITS).map(Commits.Commit::text).toList());
        if (commits.size() > MOST_COMMITS) {
            shown.add("and %,d older".formatted(commits.size() - MOST_COMMITS));
        }
        return shown;
    }

    private void changes(Changes changes) {
        section(
                "Dependencies",
                changes.dependencies().stream().map(Changes.DependencyChange::text).toList(),
                "the same");
        section(
                "Settings",
                changes.settings().stream().map(Changes.SettingChange::text).toList(),
                "the same");
    }

    private void migrations(Plan plan) {
        var steps = new ArrayList<String>();
        for (var step : plan.pending()) {
            steps.add(
                    "%-8s  %s: %s%s%s"
                            .formatted(
                                    step.phase().text(),
                                    step.name(),
                                    step.kind(),
                                    step.rows() > 0
                                            ? ", about %,d rows".formatted(step.rows())
                                            : "",
                                    step.quiet()
                                            .map(limit ->
                                                    ", workers stand still (it waits for them for %,d s at the most)"
                                                            .formatted(limit.toSeconds()))
                                            .orElse("")));
            step.locks().forEach(lock -> steps.add("          " + lock));
        }
        section("Migrations", steps, "none");
    }

    private void order(Plan plan) {
        var steps = new ArrayList<String>();
        for (int i = 0; i < plan.steps().size(); i++) {
            var step = plan.steps().get(i);
            steps.add("%2d. %s%n      (%s)".formatted(i + 1, step.kind().meaning(), step.why()));
        }
        section("Order", steps, "nothing to do");
    }

    private void section(String title, List<String> content, String otherwise) {
        lines.add("");
        lines.add(title + (content.isEmpty() ? ": " + otherwise : ""));
        content.forEach(line -> lines.add("  " + line));
    }
}
