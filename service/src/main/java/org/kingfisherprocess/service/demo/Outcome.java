package org.kingfisherprocess.service.demo;

import java.util.UUID;

/// What became of a request, as its spider sees it.
sealed interface Outcome {
    /// Answered 200, with the receipt of what is on disk now.
    record Acknowledged(UUID receipt) implements Outcome {}

    /// Answered otherwise, or not at all. Lost, since spiders do not send again.
    record Failed(String reason) implements Outcome {}
}
