package dev.ranvier.kernel.vector;

import java.util.List;

/**
 * The result of a step while a body is built; its methods append steps.
 *
 * @param body the body it belongs to
 * @param step its number there
 */
record Value(Body body, int step) {
  Rate rate() {
    return body.rate(step);
  }

  Primitive.Kind kind() {
    return body.steps().get(step).primitive().kind();
  }

  Value apply(Primitive primitive, Value... others) {
    Integer[] parts = new Integer[others.length + 1];
    parts[0] = step;
    for (int i = 0; i < others.length; i++) {
      parts[i + 1] = others[i].step;
    }
    return body.step(primitive, 0, List.of(parts));
  }

  Value plus(Value other) {
    return apply(Primitive.ADD, other);
  }

  Value plus(double number) {
    return plus(body.number(number));
  }

  Value minus(Value other) {
    return apply(Primitive.SUBTRACT, other);
  }

  Value minus(double number) {
    return minus(body.number(number));
  }

  Value times(Value other) {
    return apply(Primitive.MULTIPLY, other);
  }

  Value times(double number) {
    return times(body.number(number));
  }

  Value over(Value other) {
    return apply(Primitive.DIVIDE, other);
  }

  /** This · factor + addend, rounded once. */
  Value timesPlus(Value factor, Value addend) {
    return apply(Primitive.MULTIPLY_ADD, factor, addend);
  }

  Value negate() {
    return apply(Primitive.NEGATE);
  }

  Value absolute() {
    return apply(Primitive.ABSOLUTE);
  }

  Value squareRoot() {
    return apply(Primitive.SQUARE_ROOT);
  }

  Value lessThan(Value other) {
    return apply(Primitive.LESS, other);
  }

  Value lessThan(double number) {
    return lessThan(body.number(number));
  }

  Value atMost(Value other) {
    return apply(Primitive.LESS_OR_EQUAL, other);
  }

  Value atMost(double number) {
    return atMost(body.number(number));
  }

  Value equalTo(Value other) {
    return apply(Primitive.EQUAL, other);
  }

  /** Where this mask is set the first, else the second. */
  Value choose(Value whenSet, Value otherwise) {
    return apply(Primitive.CHOOSE, whenSet, otherwise);
  }

  Value bits() {
    return apply(Primitive.BITS);
  }

  Value fromBits() {
    return apply(Primitive.FROM_BITS);
  }

  /** This int as a float; a float as it is. */
  Value toFloat() {
    return kind() == Primitive.Kind.INT ? apply(Primitive.TO_FLOAT) : this;
  }

  /** This float without its fraction as an int; an int as it is. */
  Value toInt() {
    return kind() == Primitive.Kind.FLOAT ? apply(Primitive.TO_INT) : this;
  }

  Value intPlus(Value other) {
    return apply(Primitive.INT_ADD, other);
  }

  Value intMinus(Value other) {
    return apply(Primitive.INT_SUBTRACT, other);
  }

  Value intTimes(int number) {
    return apply(Primitive.INT_MULTIPLY, body.whole(number));
  }

  Value and(int number) {
    return apply(Primitive.AND, body.whole(number));
  }

  Value xor(Value other) {
    return apply(Primitive.XOR, other);
  }

  Value shift(Primitive direction, int distance) {
    return body.step(direction, distance, List.of(step));
  }
}
