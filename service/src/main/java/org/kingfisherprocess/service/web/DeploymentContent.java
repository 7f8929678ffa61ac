package org.kingfisherprocess.service.web;

import java.util.List;
import org.kingfisherprocess.service.deploy.Deployment;
import org.kingfisherprocess.service.deploy.DeploymentStep;
import org.kingfisherprocess.service.deploy.DeploymentSteps;

/// What the page of one deployment shows.
public record DeploymentContent(
        Deployment deployment, List<DeploymentStep> steps, List<DeploymentSteps.Line> lines) {
    public DeploymentContent {
        steps = List.copyOf(steps);
        lines = List.copyOf(lines);
    }
}
