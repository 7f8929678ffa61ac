package org.kingfisherprocess.service.web;

import java.util.Map;
import org.kingfisherprocess.service.deploy.DeployLock;
import org.kingfisherprocess.service.deploy.Deployments;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.sql.Database;

/// `/app/deployment`: the newest deployments, and who holds the lock.
record DeploymentsPage(Templates templates, Database database) implements RequestHandler {
    private static final int MOST = 100;

    @Override
    public Answer handle(Call call) {
        var content =
                database.transaction(tx ->
                        new DeploymentsContent(
                                new Deployments().newest(tx, MOST), new DeployLock().held(tx)));
        return templates.answer(
                "deployments", "Deployments", "deployments", Map.of("content", content));
    }
}
