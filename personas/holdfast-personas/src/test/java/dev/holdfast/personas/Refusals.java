package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.personas.PersonaException.Code;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a call is refused as people can understand it. */
public final class Refusals {
  private Refusals() {}

  public static PersonaException refused(Code code, ThrowingCallable call) {
    PersonaException refusal = catchThrowableOfType(PersonaException.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(refusal).message().isNotBlank().doesNotContain("Exception").doesNotContain("null");
    assertThat(refusal.hint()).isNotBlank();
    return refusal;
  }
}
