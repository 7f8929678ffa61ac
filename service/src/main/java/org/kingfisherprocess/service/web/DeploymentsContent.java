package org.kingfisherprocess.service.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kingfisherprocess.service.deploy.DeployLock;
import org.kingfisherprocess.service.deploy.Deployment;

/// What the page of deployments shows.
public record DeploymentsContent(List<Deployment> deployments, Optional<DeployLock.Held> lock) {
    private static final double MILLIS_PER_SECOND = 1000;

    public DeploymentsContent {
        deployments = List.copyOf(deployments);
    }

    /// How long it took, or a dash.
    public static String took(Deployment deployment) {
        return deployment
                .finishedAt()
                .map(end -> took(Duration.between(deployment.startedAt(), end)))
                .orElse("–");
    }

    /// In seconds.
    public static String took(Duration duration) {
        return String.format(
                Locale.ROOT, "%,.1f s", (double) duration.toMillis() / MILLIS_PER_SECOND);
    }

    /// A number, or a dash where it is not known.
    public static String number(Optional<Long> number) {
        return number.map(Shown::number).orElse("–");
    }

    /// In words.
    public static String state(Deployment deployment) {
        return deployment.state().text().replace('_', ' ');
    }
}
