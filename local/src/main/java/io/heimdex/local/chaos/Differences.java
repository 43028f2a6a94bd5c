package io.heimdex.local.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How what a disturbed run published differs from what an undisturbed one did. Each entry names a row or an object.
 *
 * @param duplicateRows rows that came a second time, and rows that the undisturbed run does not have
 * @param differentRows rows of the same key and other content
 * @param differentObjects objects of the same key and other content
 * @param orphanObjects objects that the undisturbed run does not have
 */
record Differences(
    List<String> lostRows,
    List<String> duplicateRows,
    List<String> differentRows,
    List<String> lostObjects,
    List<String> differentObjects,
    List<String> orphanObjects) {

  static Differences between(PublishedState undisturbed, PublishedState disturbed) {
    Map<String, String> expected = new HashMap<>();
    undisturbed.rows().forEach(row -> expected.put(row.key(), row.content()));
    Map<String, String> found = new HashMap<>();
    List<String> duplicates = new ArrayList<>();
    for (PublishedState.Row row : disturbed.rows()) {
      boolean again = found.putIfAbsent(row.key(), row.content()) != null;
      if (again || !expected.containsKey(row.key())) {
        duplicates.add(row.key() + ": " + abridged(row.content()));
      }
    }
    return new Differences(
        missing(expected.keySet(), found.keySet()),
        duplicates,
        different(expected, found),
        missing(undisturbed.objects().keySet(), disturbed.objects().keySet()),
        different(undisturbed.objects(), disturbed.objects()),
        missing(disturbed.objects().keySet(), undisturbed.objects().keySet()));
  }

  private static List<String> missing(Collection<String> expected, Collection<String> found) {
    TreeSet<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    return List.copyOf(missing);
  }

  private static List<String> different(Map<String, String> expected, Map<String, String> found) {
    List<String> different = new ArrayList<>();
    new TreeMap<>(expected).forEach((key, content) -> {
      String other = found.get(key);
      if (other != null && !other.equals(content)) {
        different.add(key + ": " + abridged(other) + " instead of " + abridged(content));
      }
    });
    return different;
  }

  /** Vectors are long. */
  private static String abridged(String content) {
    int end = content.indexOf('[');
    return end < 0 ? content : content.substring(0, end) + "[…]";
  }
}
