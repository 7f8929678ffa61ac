package org.kingfisherprocess.ocds.upgrade;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Upgrades one release, in place: organizations move to `parties` and are referred to; `amendment`
/// becomes one of `amendments`; transactions use the words of 1.1. What is not as 1.0 says stays as
/// it was.
final class ReleaseUpgrade {

    private final JsonObject release;
    private final String path;
    private final Consumer<UpgradeWarning> warnings;
    private final Set<String> noted = new HashSet<>();
    private @Nullable Parties organizations;

    ReleaseUpgrade(JsonObject release, String path, Consumer<UpgradeWarning> warnings) {
        this.release = release;
        this.path = path;
        this.warnings = warnings;
    }

    void run() {
        var parties = release.get("parties");
        if (parties == null || parties instanceof JsonArray) {
            upgradeOrganizations(parties instanceof JsonArray array ? array : new JsonArray());
        } else {
            kept("/parties", "it is not a list");
        }
        forEach(release, "tender", "", this::upgradeAmendment);
        forEach(release, "awards", "", this::upgradeAmendment);
        forEach(release, "contracts", "", this::upgradeAmendment);
        forEach(release, "contracts", "", this::upgradeTransactions);
    }

    private void upgradeOrganizations(JsonArray list) {
        var parties = new Parties(list, path, warnings);
        organizations = parties;
        refer(parties, release, "buyer", "buyer", "");
        forEach(
                release,
                "tender",
                "",
                (tender, at) -> {
                    refer(parties, tender, "procuringEntity", "procuringEntity", at);
                    referAll(parties, tender, "tenderers", "tenderer", at);
                });
        forEach(
                release,
                "awards",
                "",
                (award, at) -> referAll(parties, award, "suppliers", "supplier", at));
        parties.added().forEach(list::add);
        if (!list.isEmpty()) {
            release.put("parties", list);
        }
    }

    private void refer(Parties parties, JsonObject parent, String name, String role, String at) {
        var organization = parent.get(name);
        if (organization != null && organization != JsonLiteral.NULL) {
            parties.refer(organization, role, path + at + "/" + name)
                    .ifPresent(reference -> parent.put(name, reference));
        }
    }

    private void referAll(Parties parties, JsonObject parent, String name, String role, String at) {
        var value = parent.get(name);
        if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                parties.refer(array.get(i), role, path + at + "/" + name + "/" + i)
                        .ifPresent(reference -> array.set(place, reference));
            }
        } else if (value != null && value != JsonLiteral.NULL) {
            kept(at + "/" + name, "it is not a list");
        }
    }

    private void upgradeAmendment(JsonObject block, String at) {
        var amendment = block.get("amendment");
        if (amendment == null) {
            return;
        }
        if (!block.has("amendments")) {
            block.put("amendments", new JsonArray());
        }
        if (block.get("amendments") instanceof JsonArray amendments) {
            if (!LooseEquality.isIn(amendments, amendment)) {
                amendments.add(amendment);
            }
            block.remove("amendment");
        } else {
            kept(at + "/amendment", "`amendments`, where it belongs, is not a list");
        }
    }

    private void upgradeTransactions(JsonObject contract, String at) {
        forEach(
                contract,
                "implementation",
                at,
                (implementation, inner) ->
                        forEach(implementation, "transactions", inner, this::upgradeTransaction));
    }

    private void upgradeTransaction(JsonObject transaction, String at) {
        var amount = transaction.get("amount");
        if (!transaction.has("value") && amount != null) {
            transaction.put("value", amount);
            transaction.remove("amount");
        }
        upgradePayment(transaction, "providerOrganization", "payer", at);
        upgradePayment(transaction, "receiverOrganization", "payee", at);
    }

    // Who pays or is paid is not added to the parties, only that role to a party that is there: so
    // does OCDS Kit.
    private void upgradePayment(JsonObject transaction, String old, String role, String at) {
        var identifier = transaction.get(old);
        if (identifier == null || transaction.has(role) || organizations == null) {
            return;
        }
        var organization = new JsonObject(4).put("identifier", identifier);
        if (identifier instanceof JsonObject object && object.has("legalName")) {
            organization.put("name", object.valueAt(object.placeOf("legalName")));
        }
        organizations
                .refer(organization, role, path + at + "/" + old)
                .ifPresent(reference -> {
                    transaction.put(role, reference);
                    transaction.remove(old);
                });
    }

    private interface Action {
        void accept(JsonObject object, String at);
    }

    /// Does something to an object, or to all objects of a list; what is neither stays as it is.
    private void forEach(JsonObject parent, String name, String at, Action action) {
        switch (parent.get(name)) {
            case null -> {}
            case JsonObject object when isSingle(name) -> action.accept(object, at + "/" + name);
            case JsonArray array when !isSingle(name) -> {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i) instanceof JsonObject object) {
                        action.accept(object, at + "/" + name + "/" + i);
                    } else {
                        kept(at + "/" + name + "/" + i, "it is not an object");
                    }
                }
            }
            case JsonLiteral literal when literal == JsonLiteral.NULL -> {}
            case JsonValue _ -> kept(at + "/" + name, "it is of a wrong type");
        }
    }

    private static boolean isSingle(String name) {
        return name.equals("tender") || name.equals("implementation");
    }

    private void kept(String at, String problem) {
        var warning = new UpgradeWarning.NotUpgraded(path + at, problem);
        if (noted.add(warning.path())) {
            warnings.accept(warning);
        }
    }
}
