package dev.holdfast.benchmarks;

/** What is measured of a folder of personas. */
enum PersonaOperation {
  FIRST_LIST("first list of a new store"),
  LIST_UNCHANGED("list after no change"),
  LIST_OLD("list after no change, 3 s after the last one"),
  LIST_CHANGED("list after another store changed one"),
  SEARCH("search by trigger: list and filter"),
  EDIT("durable edit of one"),
  RAW("two durable writes of 2 KiB, raw, beside it"),
  CREATE("create"),
  RAW_BESIDE_CREATE("two durable writes of 2 KiB, raw, beside it"),
  UNDO("undo"),
  HISTORY("history of one"),
  IMPORT("import, a persona"),
  READ_ALL("`readAll`, a persona"),
  BACK_UP("backup, a persona"),
  VERIFY("verify a backup, a persona"),
  RESTORE("restore when all have changed, a persona"),
  HEAP("heap after the first list, a persona");

  final String title;

  PersonaOperation(String title) {
    this.title = title;
  }
}
