package dev.ranvier.golden;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of the catalogue with the settings of their golden cases, of which {@link
 * CatalogCoverageTest} sees to it that every entry has one.
 */
public final class CatalogExamples {
  private CatalogExamples() {}

  /** What the cases of some files are about, by how an experiment file writes it. */
  public static <T> Map<String, T> of(Class<T> role, List<String> subjects) {
    Place place = Place.of("golden");
    Map<String, T> examples = new LinkedHashMap<>();
    for (String subject : subjects) {
      for (GoldenCase golden : GoldenCase.of(subject)) {
        String text = golden.name();
        Object tree = text.startsWith("{") ? Json.read(text, place) : text;
        examples.put(text, Catalog.standard().read(role, tree, place));
      }
    }
    return examples;
  }
}
