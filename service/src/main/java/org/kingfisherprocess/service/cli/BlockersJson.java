package org.kingfisherprocess.service.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.BlockerTree;
import org.kingfisherprocess.service.locks.BlockerTree.Node;
import org.kingfisherprocess.service.locks.Ended;
import org.kingfisherprocess.service.locks.Wait;

/// Who waits for whom, and what became of those in the way, as JSON.
final class BlockersJson {
    private BlockersJson() {}

    static JsonArray of(BlockerTree tree) {
        return nodes(tree.roots());
    }

    static JsonArray of(List<Ended> outcomes) {
        var array = new JsonArray();
        for (var ended : outcomes) {
            array.add(
                    new JsonObject()
                            .put("pid", TextTable.value(ended.backend().pid()))
                            .put("user", TextTable.value(ended.backend().user()))
                            .put("application", TextTable.value(ended.backend().application()))
                            .put("outcome", TextTable.value(ended.word()))
                            .put("text", TextTable.value(ended.text())));
        }
        return array;
    }

    private static JsonArray nodes(List<Node> nodes) {
        var array = new JsonArray();
        for (var node : nodes) {
            var object = session(node.backend());
            node.waits().ifPresent(waits -> object.put("waits", waits(waits)));
            array.add(object.put("waiting", nodes(node.waiting())));
        }
        return array;
    }

    private static JsonObject session(Backend backend) {
        return new JsonObject()
                .put("pid", TextTable.value(backend.pid()))
                .put("kind", TextTable.value(backend.kind()))
                .put("user", TextTable.value(backend.user()))
                .put("application", TextTable.value(backend.application()))
                .put("client", TextTable.value(backend.client()))
                .put("state", TextTable.value(backend.state()))
                .put(
                        "state_seconds",
                        TextTable.value(backend.stateAge().map(BlockersJson::seconds)))
                .put(
                        "transaction_seconds",
                        TextTable.value(backend.transactionAge().map(BlockersJson::seconds)))
                .put("wait_event", TextTable.value(backend.waitEvent()))
                .put("query", TextTable.value(backend.query()));
    }

    private static JsonObject waits(Wait wait) {
        return new JsonObject()
                .put("mode", TextTable.value(wait.mode()))
                .put("object", TextTable.value(wait.object()))
                .put("table", TextTable.value(wait.table()))
                .put("seconds", TextTable.value(seconds(wait.since())))
                .put("blockers_mode", TextTable.value(wait.blockersMode()))
                .put("queued", TextTable.value(wait.queued()));
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
