package org.kingfisherprocess.bench.scenario;

import java.util.random.RandomGenerator;
import org.kingfisherprocess.bench.process.Pauses;

/// Random times, so that nothing can be lucky for ever.
public final class Moments {
    private static final int SHORTEST_MILLIS = 200;

    private Moments() {}

    public static void pass(RandomGenerator random, int longestMillis) {
        Pauses.ofMillis(random.nextInt(SHORTEST_MILLIS, longestMillis));
    }
}
