package dev.holdfast.benchmarks;

/** What clients ask of a server of personas. */
enum ServerCall {
  READ("read"),
  EDIT_OWN("durable edit, of its own"),
  EDIT_SAME("durable edit, of the same");

  private final String title;

  ServerCall(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** How often all clients together do it in a round. */
  int count(Options options) {
    return this == READ ? options.choose(6_400, 16) : options.choose(640, 8);
  }

  /** The call of a client of {@code holdfast}, as JSON; each edit writes something else. */
  String text(int client, int number) {
    return switch (this) {
      case READ -> McpKind.HOLDFAST.reading(client);
      case EDIT_OWN -> edit(client, number);
      case EDIT_SAME -> edit(0, number);
    };
  }

  private static String edit(int persona, int number) {
    return """
        {"name":"edit_persona","arguments":{"persona":"%s","field":"description","value":"Edit %d."}}"""
        .formatted(PersonaTexts.slug(persona), number);
  }
}
