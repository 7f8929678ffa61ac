package org.kingfisherprocess.service.migrate.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells of a script what each of its statements locks and costs, by their form. What it does not
/// know it calls [Danger#OPAQUE], so that nothing slips through by being new.
///
/// Sources: PostgreSQL's pages "Explicit Locking" and those of each command; a test runs every form
/// on a server and compares with pg_locks.
public final class Linter {
    private Linter() {}

    public static List<Finding> findings(String script) {
        var created = new HashSet<String>();
        var findings = new ArrayList<Finding>();
        for (var statement : Tokens.statements(script)) {
            findings.addAll(findings(statement, created));
        }
        return findings;
    }

    private static List<Finding> findings(List<Token> statement, Set<String> created) {
        var reader = new Reader(statement);
        var text = Tokens.text(statement);
        if (reader.take("alter", "table")) {
            return AlterTable.findings(reader, created);
        }
        if (reader.take("create")) {
            return CreateForms.findings(reader, text, created);
        }
        return OtherForms.findings(reader, text, created);
    }
}
