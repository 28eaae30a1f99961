/** What was done to personas: by whom, when, and what stood there before. Knows no format. */
@NullMarked
package dev.holdfast.personas.history;

import org.jspecify.annotations.NullMarked;
