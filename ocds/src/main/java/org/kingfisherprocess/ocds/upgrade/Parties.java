package org.kingfisherprocess.ocds.upgrade;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// The organizations of a release by id: those in its `parties`, and those that are taken from
/// elsewhere in it.
final class Parties {

    private final Map<Object, JsonObject> byId = new HashMap<>();
    private final List<JsonObject> added = new ArrayList<>();
    private final Consumer<UpgradeWarning> warnings;

    /// Of several with one id the last counts.
    Parties(JsonArray parties, String path, Consumer<UpgradeWarning> warnings) {
        this.warnings = warnings;
        for (int i = 0; i < parties.size(); i++) {
            var id =
                    parties.get(i) instanceof JsonObject party
                            ? id(party)
                            : Optional.<JsonValue>empty();
            if (id.isPresent()) {
                byId.put(LooseEquality.key(id.get()), (JsonObject) parties.get(i));
            } else {
                kept(path + "/parties/" + i, "it is not an organization that can be identified");
            }
        }
    }

    /// Those that were not in `parties`, in the order in which they came.
    List<JsonObject> added() {
        return added;
    }

    /// Takes an organization in, with its role; returns the reference that stands for it from now
    /// on, or nothing if it cannot be understood. The organization is changed and kept: it must not
    /// be used elsewhere.
    Optional<JsonObject> refer(JsonValue organization, String role, String path) {
        if (!(organization instanceof JsonObject party)) {
            return kept(path, "it is not an object");
        }
        var id = id(party);
        if (id.isEmpty()) {
            return kept(path, "its id, identifier, address or contact point is of a wrong type");
        }
        var known = byId.get(LooseEquality.key(id.get()));
        var roles = roles((known == null ? party : known).get("roles"));
        if (roles.isEmpty()) {
            return kept(path, "the roles of the organization cannot be sorted");
        }
        if (!party.has("id")) {
            party.put("id", id.get());
        }
        if (known == null) {
            byId.put(LooseEquality.key(id.get()), party);
            added.add(party);
        } else {
            warnIfLost(party, known, role);
        }
        var survivor = known == null ? party : known;
        survivor.put("roles", with(roles.get(), new JsonString(role)));
        return Optional.of(reference(party, id.get()));
    }

    private static JsonObject reference(JsonObject party, JsonValue id) {
        var reference = new JsonObject(2).put("id", id);
        var name = party.get("name");
        return name == null ? reference : reference.put("name", name);
    }

    private void warnIfLost(JsonObject party, JsonObject known, String role) {
        var survivor = known;
        if (known.has("roles")) {
            if (!party.has("roles") && LooseEquality.isWithin(party, known)) {
                return;
            }
            survivor = known.copy();
            survivor.remove("roles");
        }
        if (!LooseEquality.isWithin(party, survivor)) {
            var roles = known.get("roles");
            warnings.accept(
                    new UpgradeWarning.PartyDiffers(
                            role,
                            roles == null ? new JsonArray() : roles.copy(),
                            party.copy(),
                            survivor.copy()));
        }
    }

    private Optional<JsonObject> kept(String path, String problem) {
        warnings.accept(new UpgradeWarning.NotUpgraded(path, problem));
        return Optional.empty();
    }

    /// Nothing if it cannot be a key, or cannot be computed.
    private static Optional<JsonValue> id(JsonObject party) {
        return switch (party.get("id")) {
            case null -> PartyId.of(party).map(JsonValue.class::cast);
            case JsonString id -> Optional.of(id);
            case JsonNumber id -> Optional.of(id);
            case JsonLiteral id -> Optional.of(id);
            case JsonArray _, JsonObject _ -> Optional.empty();
        };
    }

    /// Sorted, as OCDS Kit does whenever it meets a party. Nothing if they have no order.
    private static Optional<JsonArray> roles(@Nullable JsonValue roles) {
        return switch (roles) {
            case null -> Optional.of(new JsonArray());
            case JsonString role -> Optional.of(JsonArray.of(role));
            case JsonArray array -> Sorting.sorted(array);
            case JsonObject object -> {
                var names = new JsonArray();
                for (int i = 0; i < object.size(); i++) {
                    names.add(new JsonString(object.nameAt(i)));
                }
                yield Sorting.sorted(names);
            }
            case JsonNumber _, JsonLiteral _ -> Optional.empty();
        };
    }

    private static JsonArray with(JsonArray roles, JsonString role) {
        return LooseEquality.isIn(roles, role) ? roles : roles.add(role);
    }
}
