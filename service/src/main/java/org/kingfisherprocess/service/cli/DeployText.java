package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.deploy.Deployment;
import org.kingfisherprocess.service.deploy.DeploymentStep;

/// Deployments as people and programs read them.
final class DeployText {
    private DeployText() {}

    /// How it ended, and what to do now.
    static List<String> end(Deployment deployment) {
        var figures = deployment.figures();
        var lines = new ArrayList<String>();
        lines.add(
                "deployment %d, %s -> %s: %s%s"
                        .formatted(
                                deployment.id(),
                                deployment.from().release(),
                                deployment.to().release(),
                                deployment.state().text().replace('_', ' '),
                                took(deployment).map(time -> " after " + took(time)).orElse("")));
        lines.add(
                "  %s requests acknowledged meanwhile, %s answered with 5xx; loading paused for %s at the longest"
                        .formatted(
                                figures.acknowledged().map("%,d"::formatted).orElse("?"),
                                figures.failed().map("%,d"::formatted).orElse("?"),
                                figures.longestPauseMillis().map("%,d ms"::formatted).orElse("?")));
        if (!deployment.problem().isEmpty()) {
            lines.add("  problem: " + deployment.problem());
        }
        if (!deployment.advice().isEmpty()) {
            lines.add("  now: " + deployment.advice());
        }
        return lines;
    }

    static Optional<Duration> took(Deployment deployment) {
        return deployment.finishedAt().map(end -> Duration.between(deployment.startedAt(), end));
    }

    static String took(Duration duration) {
        return duration.toMinutes() > 0
                ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%.1f s".formatted((double) duration.toMillis() / 1000);
    }

    static JsonObject json(Deployment deployment, List<DeploymentStep> steps) {
        var figures = deployment.figures();
        var all = new JsonArray();
        steps.forEach(step -> all.add(json(step)));
        return new Report()
                .add("id", deployment.id())
                .add("who", deployment.who())
                .add("kind", deployment.kind().text())
                .add("installation", deployment.installation())
                .add("from", deployment.from().release())
                .add("from commit", deployment.from().commit())
                .add("to", deployment.to().release())
                .add("to commit", deployment.to().commit())
                .add("state", deployment.state().text())
                .add("problem", deployment.problem())
                .add("advice", deployment.advice())
                .add("started at", deployment.startedAt())
                .add("finished at", deployment.finishedAt())
                .add("executor", deployment.executor())
                .add("seen at", deployment.seenAt())
                .add("acknowledged", figures.acknowledged())
                .add("failed requests", figures.failed())
                .add("longest pause ms", figures.longestPauseMillis())
                .add("steps", all)
                .json();
    }

    private static JsonObject json(DeploymentStep step) {
        return new Report()
                .add("number", step.number())
                .add("step", step.kind().text())
                .add("why", step.why())
                .add("state", step.state().text())
                .add("tries", step.tries())
                .add("started at", step.startedAt())
                .add("finished at", step.finishedAt())
                .add("milliseconds", step.took().map(Duration::toMillis))
                .add("result", step.result())
                .json();
    }
}
