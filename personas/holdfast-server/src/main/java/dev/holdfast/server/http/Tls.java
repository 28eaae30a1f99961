package dev.holdfast.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A certificate and its key, read. */
public final class Tls {

  private final KeyStore keys;
  private final String password;

  private Tls(KeyStore keys, String password) {
    this.keys = keys;
    this.password = password;
  }

  /**
   * Reads a PKCS#12 file.
   *
   * @throws IOException if it cannot be read, is none, has another password or no key in it
   */
  public static Tls read(Path file, String password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isKeyEntry(alias)) {
          return new Tls(keys, password);
        }
      }
      throw new IOException("there is no key in it");
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  SslContextFactory.Server factory() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStore(keys);
    factory.setKeyStorePassword(password);
    return factory;
  }
}
