package dev.holdfast.personas;

/** An empty store that is there for one test, with the clock at {@link StoreContract#NOW}. */
public interface StoreFixture extends AutoCloseable {

  /** The store; {@link PersonaStore#actor} is {@link StoreContract#MIRA}. */
  PersonaStore store();

  /** Another one on the same personas, as another process has it. */
  PersonaStore another();

  /** Closes the stores, and removes what they kept. */
  @Override
  void close() throws Exception;
}
