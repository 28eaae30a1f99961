package dev.holdfast.server.catalog;

import dev.holdfast.personas.PersonaChange;
import java.util.ArrayList;
import java.util.List;

/**
 * What has changed in the catalogue, for clients that remember parts of it.
 *
 * @param resourceList does the list of resources say something else?
 * @param promptList does the list of prompts say something else?
 * @param resources the URIs of the resources whose content is another one, or there or gone
 */
public record CatalogChange(boolean resourceList, boolean promptList, List<String> resources) {

  /** Copies the URIs. */
  public CatalogChange {
    resources = List.copyOf(resources);
  }

  static CatalogChange of(List<PersonaChange> changes) {
    boolean resourceList = false;
    boolean promptList = false;
    List<String> resources = new ArrayList<>();
    for (PersonaChange change : changes) {
      resourceList |=
          !change
              .before()
              .map(Resources::resourceOf)
              .equals(change.now().map(Resources::resourceOf));
      promptList |=
          !change
              .before()
              .flatMap(Prompts::promptOf)
              .equals(change.now().flatMap(Prompts::promptOf));
      if (change.isOfContent()) {
        resources.add(new PersonaUri(change.fileName(), false).toString());
        resources.add(new PersonaUri(change.fileName(), true).toString());
      }
    }
    return new CatalogChange(resourceList, promptList, resources);
  }
}
