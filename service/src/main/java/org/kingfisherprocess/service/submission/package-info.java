/// What spiders hand in, as values: a file, an item of a file, the reasons why a file could not be
/// had, and a collection's end.
///
/// These are the words of a spooled entry: each submission writes itself to the text fields that
/// the spool keeps beside a body, and is read from them again. Front doors: [SpooledSubmission] and
/// its records, [CollectionKey].
///
/// Must not depend on HTTP, SQL or the spool: intake, the loader and the commands all speak through
/// it.
@NullMarked
package org.kingfisherprocess.service.submission;

import org.jspecify.annotations.NullMarked;
