package org.kingfisherprocess.service.steps.transform;

import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.Merging;

/// Compiles the releases of an OCID, which come one by one in order of their dates. Keeps none of
/// them: memory grows with the result.
///
/// A release that is tagged `compiled` is taken as it is, the first that was stored if there are
/// several; else the dated ones are merged.
final class ReleasesOfOcid {
    private final String ocid;
    private final JsonLimits limits;
    private final Findings findings;
    private final Merging merging;
    private Optional<Compiled.AsStored> compiled = Optional.empty();
    private long compiledRow = Long.MAX_VALUE;
    private int compiledOnes;
    private int dated;
    private int undated;

    ReleasesOfOcid(String ocid, MergeRules rules, JsonLimits limits, Findings findings) {
        this.ocid = ocid;
        this.limits = limits;
        this.findings = findings;
        this.merging = Merging.compiled(rules);
    }

    /// @param row its id in `release`
    void add(long row, long dataId, byte[] json) {
        if (!(JsonReader.read(json, limits) instanceof JsonObject release)) {
            throw new IllegalStateException("release %d is not an object".formatted(row));
        }
        if (Tags.isCompiled(release)) {
            compiledOnes++;
            if (row < compiledRow) {
                compiledRow = row;
                compiled = Optional.of(new Compiled.AsStored(ocid, Compiled.date(release), dataId));
            }
        } else if (!release.has("date")) {
            undated++;
        } else {
            dated++;
            if (compiledOnes == 0) {
                merging.add(release);
            }
        }
    }

    Compiled result() {
        if (compiled.isPresent()) {
            if (compiledOnes > 1) {
                findings.count(Finding.SEVERAL_COMPILED_RELEASES, ocid, "releases", compiledOnes);
            }
            return compiled.get();
        }
        if (dated == 0) {
            findings.add(
                    Finding.NOT_COMPILED,
                    ocid,
                    "NoDatedRelease",
                    "none of its %,d releases has a date".formatted(undated));
            return new Compiled.Nothing(ocid);
        }
        if (undated > 0) {
            findings.count(Finding.UNDATED_RELEASES, ocid, "releases", undated);
        }
        return Compiled.of(ocid, merging.result(), limits, findings);
    }
}
