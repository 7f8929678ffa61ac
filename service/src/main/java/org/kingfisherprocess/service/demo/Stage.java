package org.kingfisherprocess.service.demo;

/// The chapters of the demonstration, in their order.
public enum Stage {
    PREPARE(
            "A database of version 1",
            "A PostgreSQL of its own gets the tables of Kingfisher Process 1, with some thousands of releases in them."),
    SERVE(
            "The server starts on it",
            "The tables are not its own yet, so it will load nothing. It acknowledges all the same, from disk."),
    CRAWL(
            "A crawl begins",
            "Spiders fetch OCDS files from a publisher and send each one once. They never send again: what fails is lost."),
    ADOPT(
            "The database is made its own",
            "Keys, types, indexes and constraints change in place, while spiders send and an analyst reads."),
    DEPLOY(
            "A new release is deployed",
            "It brings two migrations. One locks the table release for some seconds: nobody can read or write it."),
    SETTLE(
            "The crawl ends",
            "The spiders say that nothing more will come, and what waits on disk is loaded."),
    ACCOUNT(
            "The account",
            "The spiders' own book is compared with the tables, and with what the audit says.");

    private final String title;
    private final String story;

    Stage(String title, String story) {
        this.title = title;
        this.story = story;
    }

    public String title() {
        return title;
    }

    /// A sentence or two about what happens, and what to look at.
    public String story() {
        return story;
    }
}
