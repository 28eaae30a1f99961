package dev.holdfast.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers with all meters, in OpenMetrics 1.0 to those who ask for it first, otherwise in the text
 * format of Prometheus.
 */
final class MetricsHandler extends Handler.Abstract {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final List<String> PROMETHEUS = List.of("text/plain", "text/*", "*/*");

  private static final ExpositionFormatWriter OPEN_METRICS_WRITER =
      OpenMetricsTextFormatWriter.create();
  private static final ExpositionFormatWriter PROMETHEUS_WRITER =
      PrometheusTextFormatWriter.create();

  private final PrometheusRegistry registry;

  MetricsHandler(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    if (!head && !HttpMethod.GET.is(request.getMethod())) {
      response.setStatus(HttpStatus.METHOD_NOT_ALLOWED_405);
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      response.write(true, ByteBuffer.allocate(0), callback);
      return true;
    }
    ExpositionFormatWriter writer = writerFor(request);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, writer.getContentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.size());
    response.getHeaders().put(HttpHeader.VARY, "Accept");
    response.write(
        true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(text.toByteArray()), callback);
    return true;
  }

  /** Of the two formats the one that stands first in order of quality. */
  private static ExpositionFormatWriter writerFor(Request request) {
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    request
        .getHeaders()
        .getFields(HttpHeader.ACCEPT)
        .forEach(each -> accepted.addValue(each.getValue()));
    for (String each : accepted.getValues()) {
      int semicolon = each.indexOf(';');
      String type = (semicolon < 0 ? each : each.substring(0, semicolon)).strip();
      if (type.equalsIgnoreCase(OPEN_METRICS)) {
        return OPEN_METRICS_WRITER;
      }
      if (PROMETHEUS.stream().anyMatch(type::equalsIgnoreCase)) {
        return PROMETHEUS_WRITER;
      }
    }
    return PROMETHEUS_WRITER;
  }
}
