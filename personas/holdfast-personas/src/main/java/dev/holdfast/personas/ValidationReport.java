package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The outcome of checking a persona file by every rule.
 *
 * @param fileName the name of the file
 * @param valid is it free of errors?
 * @param findings what was found, in the order of the file
 */
public record ValidationReport(String fileName, boolean valid, List<Finding> findings) {

  /** Copies the findings. */
  public ValidationReport {
    requireNonNull(fileName);
    findings = List.copyOf(findings);
  }
}
