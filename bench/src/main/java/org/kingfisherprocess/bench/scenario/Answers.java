package org.kingfisherprocess.bench.scenario;

import org.kingfisherprocess.bench.load.Outcome;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;
import org.kingfisherprocess.bench.load.Outcome.Broken;
import org.kingfisherprocess.bench.load.Outcome.Refused;

/// Outcomes in a word, to count them.
public final class Answers {
    private Answers() {}

    public static String shortly(Outcome outcome) {
        return switch (outcome) {
            case Acknowledged _ -> "200";
            case Refused refused -> Integer.toString(refused.status());
            case Broken(var reason) -> reason;
        };
    }
}
