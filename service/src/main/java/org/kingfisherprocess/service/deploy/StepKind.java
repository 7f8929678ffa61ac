package org.kingfisherprocess.service.deploy;

import java.util.Locale;

/// What a step of a deployment does. Each may be done twice: the second time finds it done.
public enum StepKind {
    /// Migrations that the old code does not notice.
    EXPAND("run the migrations that the running release does not notice"),
    /// The link `current`, from which the next generation starts.
    LINK("point the link current to the new release"),
    /// A new generation, and the old one's farewell.
    RELOAD("reload: start the new release beside the old one, then let the old one finish"),
    /// Readiness alone, where more cannot be asked yet.
    CHECK("look whether the new release is ready"),
    /// Migrations that neither the old nor the new code can work beside.
    BREAKING("run the migrations for which loading is held"),
    /// Readiness, a probe from end to end, the audit, the error rate.
    VERIFY("verify: ready, a probe from end to end, nothing lost, no errors"),
    /// Migrations that the old code would not survive.
    CONTRACT("run the migrations that only the new release survives"),
    /// The same as [#VERIFY], after the tables changed under the new code.
    VERIFY_AGAIN("verify again, now that the tables have changed"),
    /// Old releases are deleted.
    PRUNE("delete the oldest kept releases"),
    LINK_BACK("point the link current back to the release before"),
    RELOAD_BACK("reload: go back to the release before"),
    VERIFY_BACK("verify that the release before serves again");

    private final String meaning;

    StepKind(String meaning) {
        this.meaning = meaning;
    }

    /// One line for people.
    public String meaning() {
        return meaning;
    }

    /// As it is stored and printed: `link_back`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// Whether it is part of the way back.
    boolean isBack() {
        return this == LINK_BACK || this == RELOAD_BACK || this == VERIFY_BACK;
    }
}
