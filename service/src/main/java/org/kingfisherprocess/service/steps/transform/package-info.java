/// What is made of collections: upgraded and compiled ones, and their completion. A step is planted
/// in the transaction that makes it necessary, so nothing can be forgotten.
///
/// Front doors: [Transforms] makes the handlers of all steps; [Planting] plants them; [Standings]
/// tells how far a collection is and what keeps it from being complete.
@NullMarked
package org.kingfisherprocess.service.steps.transform;

import org.jspecify.annotations.NullMarked;
