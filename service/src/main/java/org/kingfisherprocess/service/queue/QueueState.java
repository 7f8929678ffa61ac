package org.kingfisherprocess.service.queue;

import java.util.Map;

/// What the queue holds, for metrics.
///
/// @param due steps that could be begun now, by name
/// @param setAside steps that wait for a person, by name
/// @param paused whether workers stand still, by somebody's wish
public record QueueState(Map<String, Long> due, Map<String, Long> setAside, boolean paused) {
    public QueueState {
        due = Map.copyOf(due);
        setAside = Map.copyOf(setAside);
    }
}
