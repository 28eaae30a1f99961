package dev.holdfast.server.cli;

import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.PruneReport;
import dev.holdfast.personas.backup.Restoration;
import dev.holdfast.personas.backup.UnusableFile;
import dev.holdfast.personas.backup.Verification;
import java.util.List;
import java.util.Map;

/** Backups as JSON. */
final class BackupJson {

  private BackupJson() {}

  static Map<String, Object> of(BackupEntry entry) {
    return switch (entry) {
      case Backup backup ->
          JsonOutput.object(
              "name", backup.name(),
              "usable", true,
              "bytes", backup.bytes(),
              "taken", backup.taken().toString(),
              "kind", backup.kind().word(),
              "user", backup.origin().user(),
              "client", backup.origin().client(),
              "personas", backup.personas(),
              "leftOut", leftOut(backup.leftOut()));
      case UnusableFile unusable ->
          JsonOutput.object(
              "name", unusable.name(),
              "usable", false,
              "bytes", unusable.bytes(),
              "reason", unusable.reason());
    };
  }

  static Map<String, Object> of(Verification verification) {
    return JsonOutput.object(
        "name", verification.name(),
        "whole", verification.isWhole(),
        "personas", verification.personas(),
        "damage",
            verification.damage().stream()
                .map(one -> JsonOutput.object("file", one.file(), "problem", one.problem()))
                .toList());
  }

  static Map<String, Object> of(Restoration restoration, boolean dryRun) {
    Map<String, Object> object =
        JsonOutput.object(
            "created", restoration.changes().created(),
            "replaced", restoration.changes().replaced(),
            "deleted", restoration.changes().deleted(),
            "unchanged", restoration.changes().unchanged(),
            "leftOut", leftOut(restoration.leftOut()),
            "dryRun", dryRun);
    restoration.before().ifPresent(before -> object.put("before", of(before)));
    return object;
  }

  static Map<String, Object> of(PruneReport report, boolean dryRun) {
    return JsonOutput.object(
        "removed", list(report.removed()),
        "kept", list(report.kept()),
        "inUse", list(report.inUse()),
        "dryRun", dryRun);
  }

  static List<Map<String, Object>> leftOut(List<LeftOut> all) {
    return all.stream()
        .map(one -> JsonOutput.object("file", one.name(), "reason", one.reason()))
        .toList();
  }

  private static List<Map<String, Object>> list(List<Backup> backups) {
    return backups.stream().map(BackupJson::of).toList();
  }
}
