package org.kingfisherprocess.service.cli;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonObject;

/// Named values, printed for people or as JSON.
final class Report {
    private final JsonObject values = new JsonObject();

    Report add(String name, Object value) {
        values.put(name.replace(' ', '_'), TextTable.value(value));
        return this;
    }

    JsonObject json() {
        return values;
    }

    List<String> lines() {
        int width = 0;
        for (int i = 0; i < values.size(); i++) {
            width = Math.max(width, values.nameAt(i).length());
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            var name = values.nameAt(i).replace('_', ' ');
            lines.add(
                    "%s%s  %s"
                            .formatted(
                                    name,
                                    " ".repeat(width - name.length()),
                                    TextTable.text(values.valueAt(i)))
                            .stripTrailing());
        }
        return lines;
    }
}
