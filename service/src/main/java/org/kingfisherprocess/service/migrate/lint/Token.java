package org.kingfisherprocess.service.migrate.lint;

/// A piece of SQL. Words that are not quoted are lower case, as PostgreSQL reads them.
record Token(Kind kind, String text) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        SYMBOL
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(word);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
