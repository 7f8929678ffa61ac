package org.kingfisherprocess.service.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// PostgreSQL's password file: `host:port:database:user:password` a line, `*` for any, `\:` and
/// `\\` escaped. Source: PostgreSQL's documentation, libpq, "The Password File".
record PgPass(List<List<String>> entries) {

    static PgPass parse(List<String> lines) {
        var entries = new ArrayList<List<String>>();
        for (var line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var fields = fields(line);
                if (fields.size() == 5) {
                    entries.add(List.copyOf(fields));
                }
            }
        }
        return new PgPass(List.copyOf(entries));
    }

    Optional<String> password(String host, int port, String database, String user) {
        var wanted = List.of(host, Integer.toString(port), database, user);
        return entries.stream()
                .filter(entry -> matches(entry, wanted))
                .findFirst()
                .map(List::getLast);
    }

    private static boolean matches(List<String> entry, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!entry.get(i).equals("*") && !entry.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
