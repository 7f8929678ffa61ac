package org.kingfisherprocess.service.web;

import java.util.Map;
import org.kingfisherprocess.service.deploy.DeploymentSteps;
import org.kingfisherprocess.service.deploy.Deployments;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.HttpException;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.sql.Database;

/// `/app/deployment/{id}`: one deployment, step by step, with what was said.
record DeploymentPage(Templates templates, Database database) implements RequestHandler {

    @Override
    public Answer handle(Call call) {
        var content = content(call.pathParameter("id"));
        return templates.answer(
                "deployment",
                "Deployment " + content.deployment().id(),
                "deployments",
                Map.of("content", content));
    }

    private DeploymentContent content(String text) {
        var id = id(text);
        return database.transaction(tx ->
                new DeploymentContent(
                        new Deployments().find(tx, id).orElseThrow(() -> unknown(text)),
                        new DeploymentSteps().of(tx, id),
                        new DeploymentSteps().said(tx, id, 0)));
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw unknown(text);
        }
    }

    private static HttpException unknown(String id) {
        return new HttpException(404, "There is no deployment " + id + ".");
    }
}
