package org.kingfisherprocess.service.schema;

import org.kingfisherprocess.service.migrate.SchemaState;

/// How the tables fit the code of this release, which works with the versions from `oldest` to
/// `newest`.
public record SchemaRange(SchemaState state, int oldest, int newest) {
    /// Whether loading and reading work.
    public boolean ready() {
        return state.fits(oldest, newest);
    }

    /// Whether steps work, too: not while another program's tables are being made ours.
    public boolean readyForSteps() {
        return ready() && !state.adopting();
    }

    /// What is waited for, in words for people; empty where nothing is.
    public String reason() {
        if (state.needs() > newest) {
            return "the tables are at version %d and no longer work with this release, which knows versions up to %d; a newer release must take over"
                    .formatted(state.has(), newest);
        }
        if (state.has() < oldest) {
            return "the tables are at version %d, this release works with %d; run upgrade-database, or wait for the migration under way"
                    .formatted(state.has(), oldest);
        }
        return state.adopting()
                ? "the tables of another program are being made ours; files are loaded, and steps wait until that is done"
                : "";
    }
}
