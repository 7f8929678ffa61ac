/// The pages for people, plain HTML that needs no script: what runs, which collections there are,
/// what was wrong with their files. Templates lie in `src/main/jte` and are compiled with the build
/// into `web.pages`; what they are given is public for that reason alone.
///
/// Front doors: [Pages], which adds the routes, and [HtmlErrorPages]. Reads through `store`, and
/// shows the spool's status; writes nothing, and knows no SQL.
@NullMarked
package org.kingfisherprocess.service.web;

import org.jspecify.annotations.NullMarked;
