package org.kingfisherprocess.service.web;

import java.util.Optional;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.kingfisherprocess.service.store.CollectionListing;

/// What the welcome page shows.
///
/// @param totals empty while PostgreSQL cannot say
/// @param trouble why it cannot; empty when it can
/// @param heldUp why loading and steps wait although PostgreSQL is there; empty when they do not
/// @param spool empty while the spool cannot be read
/// @param oldest how long the oldest submission has waited to be loaded, as text
public record WelcomeContent(
        Optional<CollectionListing.Totals> totals,
        String trouble,
        String heldUp,
        Optional<SpoolStatus> spool,
        Optional<String> oldest) {}
