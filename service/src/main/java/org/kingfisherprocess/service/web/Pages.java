package org.kingfisherprocess.service.web;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.TxFunction;
import org.kingfisherprocess.service.store.CollectionDetails;
import org.kingfisherprocess.service.store.CollectionListing;
import org.kingfisherprocess.service.store.FileListing;
import org.kingfisherprocess.service.store.ReadLimits;

/// The pages below `/app`.
public final class Pages {
    private final Stylesheet stylesheet = Stylesheet.load();
    private final Templates templates;
    private final Backlog backlog;
    private final Database database;
    private final ReadLimits limits;
    private final TxFunction<String> heldUp;

    /// Makes them; nothing is read yet.
    ///
    /// @param version of this build
    /// @param database best a pool of the pages' own that waits a second or two for a connection:
    ///   people do not wait for a PostgreSQL that is away, and pages must not take connections from
    ///   loading
    public Pages(
            String version,
            Database database,
            ReadLimits limits,
            Supplier<SpoolStatus> spool,
            InstantSource clock) {
        this(version, database, limits, spool, clock, _ -> "");
    }

    /// The same, where the tables may be of another version than ours.
    ///
    /// @param heldUp why loading and steps wait, in words; empty where they do not
    public Pages(
            String version,
            Database database,
            ReadLimits limits,
            Supplier<SpoolStatus> spool,
            InstantSource clock,
            TxFunction<String> heldUp) {
        this.heldUp = heldUp;
        this.templates = new Templates(stylesheet.address(), version);
        this.backlog = new Backlog(spool, clock);
        this.database = database;
        this.limits = limits;
    }

    /// Renders what needs no database, and looks whether the rest is there: so a build without its
    /// templates is found out before it answers anybody.
    ///
    /// @throws RuntimeException if it cannot
    public void requireReady() {
        templates.requireAll();
        var none =
                new CollectionsContent("", 1, 1, 0, List.of(), Optional.empty(), Optional.empty());
        var _ = templates.page("collections", "Collections", "", Map.of("content", none));
    }

    public void addTo(Routes.Builder routes) {
        var listing = new CollectionListing(database, limits);
        var collections = new CollectionPage(templates, new CollectionDetails(database, limits));
        var files = new FilesPage(templates, new FileListing(database, limits));
        var available = new Availability(backlog);
        routes.get(
                        Addresses.WELCOME,
                        new WelcomePage(
                                templates, backlog, listing, () -> database.transaction(heldUp)))
                .get(
                        Addresses.COLLECTIONS,
                        available.needed(new CollectionsPage(templates, listing)))
                .get(Addresses.COLLECTION, available.needed(collections))
                .get(Addresses.FILES, available.needed(files))
                .get(
                        Addresses.DEPLOYMENTS,
                        available.needed(new DeploymentsPage(templates, database)))
                .get(
                        Addresses.DEPLOYMENT,
                        available.needed(new DeploymentPage(templates, database)))
                .get(Stylesheet.ROUTE, stylesheet::answer);
    }
}
