package dev.ranvier.minimize;

import dev.ranvier.minimize.LineSearch.Place;
import dev.ranvier.minimize.Minimum.End;
import java.util.Optional;

/**
 * Goes from point to point by line searches along the directions that a method chooses.
 *
 * @param search the line search
 * @param directions the method
 */
record LineDescent(LineSearch search, Directions directions) {
  Minimum run(double[] start, Limit limit) {
    Place place = search.at(start);
    End end = End.ITERATIONS;
    int iterations = 0;
    boolean fresh = true;
    while (true) {
      if (Vectors.greatest(place.gradient()) <= limit.gradient()) {
        end = End.FLAT;
        break;
      }
      if (iterations == limit.iterations()) {
        break;
      }
      double[] direction = directions.next(place.gradient());
      // Nothing is known of the function's scale at first: no element moves by more than 1.
      double first = fresh ? Math.min(1, 1 / Vectors.greatest(place.gradient())) : 1;
      Optional<Place> found =
          Vectors.dot(direction, place.gradient()) < 0
              ? search.find(place, direction, first)
              : Optional.empty();
      if (found.isPresent()) {
        Place next = found.get();
        directions.learn(
            Vectors.plus(next.x(), -1, place.x()),
            Vectors.plus(next.gradient(), -1, place.gradient()),
            next.gradient());
        place = next;
        fresh = false;
        iterations++;
        search.objective().move(place.x());
        if (limit.end().test(place.iteration(iterations))) {
          end = End.ASKED;
          break;
        }
      } else if (fresh) {
        end = End.NO_DECREASE;
        break;
      } else {
        directions.forget();
        fresh = true;
      }
    }
    search.objective().move(place.x());
    return place.minimum(iterations, end);
  }
}
