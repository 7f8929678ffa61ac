package org.kingfisherprocess.service.settings;

import java.util.List;

/// Every setting, in the order in which `config show` prints them.
final class Catalogue {
    static final Setting DATA_DIR =
            Setting.of(
                    "KINGFISHER_PROCESS_DATA_DIR",
                    "SERVER.DATA_DIR",
                    "",
                    "Folder for the spool, the API key and the embedded PostgreSQL. Default: $XDG_DATA_HOME/kingfisher-process,"
                            + " that is ~/.local/share/kingfisher-process.");
    static final Setting LISTEN =
            Setting.of(
                    "KINGFISHER_PROCESS_LISTEN",
                    "SERVER.LISTEN",
                    "127.0.0.1:5000",
                    "HOST:PORT to listen on; port 0 takes a free one. This machine alone unless set: put a proxy with TLS in front.");
    static final Setting API_KEYS =
            Setting.secret(
                    "KINGFISHER_PROCESS_WEB_API_KEYS",
                    "WEB.API_KEYS",
                    "Keys that clients may send, separated by commas. Where none is set, one is made at the first start and kept.");
    static final Setting DB_URI =
            Setting.secret(
                    "KINGFISHER_PROCESS_DB_URI",
                    "DBHOST.URI",
                    "postgresql://user:password@host:port/database. Where none is set, an embedded PostgreSQL is used.");
    static final Setting DB_HOSTNAME =
            Setting.of(
                    "KINGFISHER_PROCESS_DB_HOSTNAME", "DBHOST.HOSTNAME", "", "PostgreSQL's host.");
    static final Setting DB_PORT =
            Setting.of("KINGFISHER_PROCESS_DB_PORT", "DBHOST.PORT", "5432", "PostgreSQL's port.");
    static final Setting DB_USERNAME =
            Setting.of(
                    "KINGFISHER_PROCESS_DB_USERNAME",
                    "DBHOST.USERNAME",
                    "ocdskfp",
                    "PostgreSQL's user.");
    static final Setting DB_PASSWORD =
            Setting.secret(
                    "KINGFISHER_PROCESS_DB_PASSWORD",
                    "DBHOST.PASSWORD",
                    "PostgreSQL's password; otherwise from ~/.pgpass.");
    static final Setting DB_NAME =
            Setting.of(
                    "KINGFISHER_PROCESS_DB_NAME",
                    "DBHOST.DBNAME",
                    "ocdskfp",
                    "PostgreSQL's database.");
    static final Setting CHECK_DATA =
            Setting.of(
                    "KINGFISHER_PROCESS_CHECK_DATA",
                    "COLLECTION_DEFAULT.CHECK_DATA",
                    "false",
                    "Whether the data of new collections are to be checked.");
    static final Setting CHECK_OLDER =
            Setting.of(
                    "KINGFISHER_PROCESS_CHECK_OLDER_DATA_WITH_SCHEMA_1_1",
                    "COLLECTION_DEFAULT.CHECK_OLDER_DATA_WITH_SCHEMA_1_1",
                    "false",
                    "Whether data of OCDS 1.0 are to be checked against 1.1 too.");
    static final Setting STANDARD_PIPELINE =
            Setting.of(
                    "KINGFISHER_PROCESS_STANDARD_PIPELINE",
                    "STANDARD_PIPELINE.RUN",
                    "false",
                    "Whether new collections get their upgraded and compiled ones at once, and are checked.");
    static final Setting LOCAL_FILE_FOLDERS =
            Setting.of(
                    "KINGFISHER_PROCESS_LOCAL_FILE_FOLDERS",
                    "SERVER.LOCAL_FILE_FOLDERS",
                    "",
                    "Folders, separated by ':', below which clients may name files with local_file_name. None: refused, since a"
                            + " client could otherwise read any file of this machine.");
    static final Setting MAX_BODY =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_BODY",
                    "LIMITS.MAX_BODY",
                    "100 GiB",
                    "Largest body of a request. A body is never held in memory; this stops one client from filling the disk.");
    static final Setting MAX_FIELD =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_FIELD",
                    "LIMITS.MAX_FIELD",
                    "1 MiB",
                    "Largest form field but file and data, which are streamed. Fields are held in memory.");
    static final Setting MAX_HEADER =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_HEADER",
                    "LIMITS.MAX_HEADER",
                    "32 KiB",
                    "Largest header of a request. Real clients send under 1 KiB.");
    static final Setting MAX_PARTS =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_PARTS",
                    "LIMITS.MAX_PARTS",
                    "100",
                    "Most fields of one request. Real clients send ten.");
    static final Setting HEADER_TIMEOUT =
            Setting.of(
                    "KINGFISHER_PROCESS_HEADER_TIMEOUT",
                    "LIMITS.HEADER_TIMEOUT",
                    "30s",
                    "Longest time for a request's header, from its first byte or from a new connection's beginning: real ones come"
                            + " in one piece, and whoever drips bytes holds a place that others wait for. Where three quarters of all"
                            + " places are taken, also how long a connection that never delivered anything is kept idle.");
    static final Setting IDLE_TIMEOUT =
            Setting.of(
                    "KINGFISHER_PROCESS_IDLE_TIMEOUT",
                    "LIMITS.IDLE_TIMEOUT",
                    "5m",
                    "A connection on which nothing moved for so long is closed. Spiders keep theirs for 4 minutes, and do not send"
                            + " again what meets a closed one.");
    static final Setting REQUEST_TIMEOUT =
            Setting.of(
                    "KINGFISHER_PROCESS_REQUEST_TIMEOUT",
                    "LIMITS.REQUEST_TIMEOUT",
                    "12h",
                    "Longest time for one request, its answer included: 100 GiB at 2.5 MB a second.");
    static final Setting MIN_RATE =
            Setting.of(
                    "KINGFISHER_PROCESS_MIN_RATE",
                    "LIMITS.MIN_RATE",
                    "1 KiB",
                    "Least bytes a second at which a client must send a body or take an answer, on average over the time that it"
                            + " was waited for, once that is longer than HEADER_TIMEOUT; 0: any. Slower clients would hold a place"
                            + " for hours.");
    static final Setting MAX_REQUESTS =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_REQUESTS",
                    "LIMITS.MAX_REQUESTS",
                    "1000",
                    "Connections at once, each with one request at a time; more wait in the backlog. Each holds about 100 KB and an"
                            + " open file.");
    static final Setting BACKLOG =
            Setting.of(
                    "KINGFISHER_PROCESS_BACKLOG",
                    "LIMITS.BACKLOG",
                    "4096",
                    "Connections that the kernel holds while all places are taken, or while the server is started again; it lets"
                            + " those above it try again by themselves. The kernel's net.core.somaxconn caps it.");
    static final Setting START_LIMIT =
            Setting.of(
                    "KINGFISHER_PROCESS_START_LIMIT",
                    "PROCESSES.START_LIMIT",
                    "1m",
                    "Within which a new server or worker must be ready; otherwise a reload fails, and all stays as it was. It"
                            + " takes a second.");
    static final Setting DRAIN_LIMIT =
            Setting.of(
                    "KINGFISHER_PROCESS_DRAIN_LIMIT",
                    "PROCESSES.DRAIN_LIMIT",
                    "12h",
                    "After which a server that a reload replaced cuts what is still under way: as long as one request may"
                            + " take.");
    static final Setting STOP_LIMIT =
            Setting.of(
                    "KINGFISHER_PROCESS_STOP_LIMIT",
                    "PROCESSES.STOP_LIMIT",
                    "1m",
                    "After which what is still under way is cut when all is stopped; clients that delivered something and keep their connection are waited for until then. systemd's own limit must be longer.");
    static final Setting SPOOL_RESERVE =
            Setting.of(
                    "KINGFISHER_PROCESS_SPOOL_RESERVE",
                    "LIMITS.SPOOL_RESERVE",
                    "1 GiB",
                    "Free space of the disk that the spool leaves: below it, requests are refused with 507 before their body is"
                            + " read, and PostgreSQL on the same disk can go on loading, which frees the spool.");
    static final Setting SPOOL_INLINE =
            Setting.of(
                    "KINGFISHER_PROCESS_SPOOL_INLINE",
                    "LIMITS.SPOOL_INLINE",
                    "256 KiB",
                    "Bodies up to this size are written with many others at once; larger ones into files of their own.");
    static final Setting SPOOL_SEGMENT =
            Setting.of(
                    "KINGFISHER_PROCESS_SPOOL_SEGMENT",
                    "LIMITS.SPOOL_SEGMENT",
                    "64 MiB",
                    "Size of a spool segment, allocated beforehand and used again.");
    static final Setting SPOOL_WINDOW =
            Setting.of(
                    "KINGFISHER_PROCESS_SPOOL_WINDOW",
                    "LIMITS.SPOOL_WINDOW",
                    "1000",
                    "Entries of the spool known in memory at once; the backlog itself may be of any size.");
    static final Setting JOURNAL_DAYS =
            Setting.of(
                    "KINGFISHER_PROCESS_JOURNAL_DAYS",
                    "LIMITS.JOURNAL_DAYS",
                    "400",
                    "Days for which the names of acknowledged submissions are kept for the audit: a year and a month.");
    static final Setting LOADERS =
            Setting.of(
                    "KINGFISHER_PROCESS_LOADERS",
                    "LOAD.LOADERS",
                    "2",
                    "Files loaded into PostgreSQL side by side. Each needs one connection and one core of PostgreSQL's.");
    static final Setting LOAD_TRIES =
            Setting.of(
                    "KINGFISHER_PROCESS_LOAD_TRIES",
                    "LOAD.TRIES",
                    "5",
                    "Tries before an entry that cannot be loaded is set aside. A PostgreSQL that is away or locked does not count.");
    static final Setting MAX_DEPTH =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_DEPTH",
                    "LOAD.MAX_DEPTH",
                    "500",
                    "Deepest nesting of a document. OCDS needs about 10; PostgreSQL fails at some thousands.");
    static final Setting MAX_DOCUMENT =
            Setting.of(
                    "KINGFISHER_PROCESS_MAX_DOCUMENT",
                    "LOAD.MAX_DOCUMENT",
                    "32 MiB",
                    "Largest single release or record. It is held in memory, once for each loader; PostgreSQL's own limit is"
                            + " 255 MiB.");
    static final Setting NEVER_CANCEL =
            Setting.of(
                    "KINGFISHER_PROCESS_NEVER_CANCEL",
                    "MIGRATION.NEVER_CANCEL",
                    "pg_dump,pg_dumpall,pg_basebackup,pg_restore",
                    "Users and applications, separated by commas, whose sessions are never cancelled though they are in the way; *"
                            + " stands for any letters. A backup that is cut off is found out too late.");

    static final Setting INSTALL_DIR =
            Setting.of(
                    "KINGFISHER_PROCESS_INSTALL_DIR",
                    "DEPLOY.INSTALL_DIR",
                    "",
                    "Folder where releases lie beside each other, with the link to the current one. Default: that of the running"
                            + " server, where it was started from one; otherwise 'install' in the data folder.");
    static final Setting CHECKOUT_DIR =
            Setting.of(
                    "KINGFISHER_PROCESS_CHECKOUT_DIR",
                    "DEPLOY.CHECKOUT_DIR",
                    "",
                    "Git checkout of the source, for deploying commits and for telling which lie between two releases. Default: the"
                            + " folder in which the command is given, if it is one.");
    static final Setting KEEP_RELEASES =
            Setting.of(
                    "KINGFISHER_PROCESS_KEEP_RELEASES",
                    "DEPLOY.KEEP_RELEASES",
                    "5",
                    "Releases kept to roll back to; each takes about 30 MB. The running one and the one before are always kept.");
    static final Setting BUSY_WINDOW =
            Setting.of(
                    "KINGFISHER_PROCESS_BUSY_WINDOW",
                    "DEPLOY.BUSY_WINDOW",
                    "5m",
                    "A collection that received something within this time counts as being crawled, for the plan of a deployment.");
    static final Setting LONG_QUERY =
            Setting.of(
                    "KINGFISHER_PROCESS_LONG_QUERY",
                    "DEPLOY.LONG_QUERY",
                    "1h",
                    "Transactions of PostgreSQL older than this are named in the plan of a deployment: a migration may wait for one.");
    static final Setting VERIFY_FOR =
            Setting.of(
                    "KINGFISHER_PROCESS_VERIFY_FOR",
                    "DEPLOY.VERIFY_FOR",
                    "10s",
                    "How long the answers of a release are watched after it has taken over, before the deployment goes on.");
    static final Setting MOST_ERRORS =
            Setting.of(
                    "KINGFISHER_PROCESS_MOST_ERRORS",
                    "DEPLOY.MOST_ERRORS",
                    "1%",
                    "A release that answers more of its requests with 5xx while it is watched is rolled back.");
    static final Setting SCRAPYD_URL =
            Setting.of(
                    "KINGFISHER_PROCESS_SCRAPYD_URL",
                    "SCRAPYD.URL",
                    "",
                    "A Scrapyd, such as http://localhost:6800, which is asked for running spiders before a deployment, and by load whether there is such a spider.");
    static final Setting SCRAPYD_PROJECT =
            Setting.of(
                    "KINGFISHER_PROCESS_SCRAPYD_PROJECT",
                    "SCRAPYD.PROJECT",
                    "kingfisher",
                    "The project of that Scrapyd.");
    static final Setting STEP_WORKERS =
            Setting.of(
                    "KINGFISHER_PROCESS_STEP_WORKERS",
                    "STEPS.WORKERS",
                    "2",
                    "Steps (upgrading, compiling and the like) done side by side. Each needs one connection, a core of this"
                            + " machine's and a part of one of PostgreSQL's.");
    static final Setting STEP_TRIES =
            Setting.of(
                    "KINGFISHER_PROCESS_STEP_TRIES",
                    "STEPS.TRIES",
                    "5",
                    "Tries before a step that fails is set aside. A PostgreSQL that is away or locked does not count.");
    static final Setting EXTENSIONS =
            Setting.of(
                    "KINGFISHER_PROCESS_EXTENSIONS",
                    "STEPS.EXTENSIONS",
                    "true",
                    "Whether the extensions that packages name are fetched from the web, for the rules by which releases are"
                            + " merged. Without them, OCDS 1.1 alone rules.");
    static final Setting EXTENSION_TIMEOUT =
            Setting.of(
                    "KINGFISHER_PROCESS_EXTENSION_TIMEOUT",
                    "STEPS.EXTENSION_TIMEOUT",
                    "10s",
                    "Longest time for a file of an extension. Most answer within a second; one that does not is left out, with a"
                            + " note.");
    static final Setting RETENTION =
            Setting.of(
                    "KINGFISHER_PROCESS_RETENTION",
                    "RETENTION.RUN",
                    "report",
                    "What the nightly job does with collections that are kept no longer: report says what would go, delete marks"
                            + " them as deleted. Nothing is deleted because of its age unless somebody asked for it.");
    static final Setting RETENTION_OLD =
            Setting.of(
                    "KINGFISHER_PROCESS_RETENTION_OLD",
                    "RETENTION.OLD",
                    "365d",
                    "Collections that ended longer ago go.");
    static final Setting RETENTION_NEVER_ENDED =
            Setting.of(
                    "KINGFISHER_PROCESS_RETENTION_NEVER_ENDED",
                    "RETENTION.NEVER_ENDED",
                    "61d",
                    "Collections that started longer ago and have not ended go.");
    static final Setting RETENTION_EMPTY =
            Setting.of(
                    "KINGFISHER_PROCESS_RETENTION_EMPTY",
                    "RETENTION.EMPTY",
                    "61d",
                    "Collections that ended longer ago and hold nothing go.");
    static final Setting RETENTION_KEEP_ONE =
            Setting.of(
                    "KINGFISHER_PROCESS_RETENTION_KEEP_ONE",
                    "RETENTION.KEEP_ONE",
                    "true",
                    "Whether of each source the latest original collection that would go for its age stays, with what is made"
                            + " from it, so that some old data of every source are there.");

    static final List<Setting> ALL =
            List.of(
                    DATA_DIR,
                    LISTEN,
                    API_KEYS,
                    DB_URI,
                    DB_HOSTNAME,
                    DB_PORT,
                    DB_USERNAME,
                    DB_PASSWORD,
                    DB_NAME,
                    CHECK_DATA,
                    CHECK_OLDER,
                    STANDARD_PIPELINE,
                    LOCAL_FILE_FOLDERS,
                    MAX_BODY,
                    MAX_FIELD,
                    MAX_HEADER,
                    MAX_PARTS,
                    HEADER_TIMEOUT,
                    IDLE_TIMEOUT,
                    REQUEST_TIMEOUT,
                    MIN_RATE,
                    MAX_REQUESTS,
                    BACKLOG,
                    START_LIMIT,
                    DRAIN_LIMIT,
                    STOP_LIMIT,
                    SPOOL_RESERVE,
                    SPOOL_INLINE,
                    SPOOL_SEGMENT,
                    SPOOL_WINDOW,
                    JOURNAL_DAYS,
                    LOADERS,
                    LOAD_TRIES,
                    MAX_DEPTH,
                    MAX_DOCUMENT,
                    NEVER_CANCEL,
                    STEP_WORKERS,
                    STEP_TRIES,
                    EXTENSIONS,
                    EXTENSION_TIMEOUT,
                    RETENTION,
                    RETENTION_OLD,
                    RETENTION_NEVER_ENDED,
                    RETENTION_EMPTY,
                    RETENTION_KEEP_ONE,
                    INSTALL_DIR,
                    CHECKOUT_DIR,
                    KEEP_RELEASES,
                    BUSY_WINDOW,
                    LONG_QUERY,
                    VERIFY_FOR,
                    MOST_ERRORS,
                    SCRAPYD_URL,
                    SCRAPYD_PROJECT);

    private Catalogue() {}
}
