/// Real PostgreSQL for tests: [TestDatabases] gives each test class an empty database of its own
/// with our tables in it.
@NullMarked
package org.kingfisherprocess.service.testing;

import org.jspecify.annotations.NullMarked;
