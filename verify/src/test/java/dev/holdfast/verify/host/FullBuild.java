package dev.holdfast.verify.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that only the full build runs: it takes long, and everyday changes seldom reach what it
 * shows.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = "holdfast.full",
    matches = "true",
    disabledReason = "only the full build runs it: -Pfull")
public @interface FullBuild {}
